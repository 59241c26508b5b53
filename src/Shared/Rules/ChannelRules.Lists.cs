using System.Text;
using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Rules;

// The lists b, e and I. https://modern.ircdocs.horse/#ban-channel-mode
public static partial class ChannelRules
{
    /// <summary>Bytes of a mask on a list, so that a line showing it with its setter fits.</summary>
    public const int MaskLen = 200;

    /// <summary>On +b and not on +e.</summary>
    public static bool IsBanned(Network net, User user, Channel channel) =>
        IsOn(net, channel.Bans, user) && !IsOn(net, channel.Exceptions, user);

    /// <summary>Whether the text, once completed to nick!user@host, may stand on a list.</summary>
    public static bool IsMask(string text) =>
        text.Length > 0 && text[0] != ':' && !text.AsSpan().ContainsAnyInRange('\0', ' ')
        && Encoding.UTF8.GetByteCount(Mask.Normalize(text)) <= MaskLen;

    private static bool IsOn(Network net, IReadOnlyList<ListEntry> list, User user)
    {
        if (list.Count == 0) return false;
        string hostmask = user.Hostmask;
        for (int i = 0; i < list.Count; i++)
            if (Mask.Matches(list[i].Mask, hostmask, net.Config.Casemapping)) return true;
        return false;
    }
}
