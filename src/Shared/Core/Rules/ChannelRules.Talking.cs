using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Rules;

// Who may say what. https://modern.ircdocs.horse/#privmsg-message
public static partial class ChannelRules
{
    /// <summary>
    /// Why the user may not say the text in the channel: 404 with the mode that forbids it; null if they may.
    /// </summary>
    public static Numeric? RefusalToSay(Network net, User user, Channel channel, string text, long now) =>
        RefusalToSay(net, user, channel, [text], now);

    /// <summary>
    /// The same for several lines that are one message. The channel's lists can be long, so the speaker is checked
    /// once.
    /// </summary>
    public static Numeric? RefusalToSay(
        Network net, User user, Channel channel, IEnumerable<string> texts, long now)
    {
        if (net.Bans.AnyLock && LockRules.RefusalToSay(
            net, user, channel.Name, net.FindMember(channel.Name, user.Id)) is { } locked)
            return CannotSend($"({locked})");
        if (SilencedBy(net, user, channel) is { } silence) return CannotSend($"(+{silence})");
        bool saysNothing = true;
        foreach (string text in texts)
        {
            if (ForbiddenBy(channel, text) is { } mode) return CannotSend($"(+{mode})");
            if (user.Via.HasFlag(Via.Tor) && DirectRules.IsCtcp(text))
                return Numeric.ERR_CANNOTSENDTOCHAN with { Text = "Cannot send CTCP through Tor" };
            saysNothing &= text.Length == 0;
        }

        // A line of tags without text says nothing, so +d does not count it.
        return !saysNothing && Wait(net, user, channel, now) is > 0 and var wait
            ? CannotSend($"(+d): wait {wait} s")
            : null;
    }

    private static Numeric CannotSend(string why) =>
        Numeric.ERR_CANNOTSENDTOCHAN with { Text = $"Cannot send to channel {why}" };

    /// <summary>
    /// Seconds until the user may say something under +d. Joining counts as a message, so leaving and coming back saves
    /// no wait. A user outside the channel always has the whole wait.
    /// </summary>
    private static long Wait(Network net, User user, Channel channel, long now)
    {
        if (channel.SlowMode is not { } seconds) return 0;
        if (net.FindMember(channel.Name, user.Id) is not { } member) return seconds;
        if (member.Modes != MemberModes.None) return 0;
        long over = Math.Max(member.SaidAt, member.JoinedAt) + seconds * 1000L;
        return (over - now + 999) / 1000;
    }

    /// <summary>
    /// The rank from which members get what the user says to members of <paramref name="atLeast"/>. Under +U a message
    /// from somebody without a status goes to half operators and above only.
    /// </summary>
    public static MemberModes ReadersOf(Network net, User user, Channel channel, MemberModes atLeast) =>
        channel.Has(ChannelModes.OpModerated) && atLeast < MemberModes.Halfop
            && net.FindMember(channel.Name, user.Id) is not { Modes: not MemberModes.None }
            ? MemberModes.Halfop
            : atLeast;

    // Any status lets a member talk. Others must be in the channel (+n), and neither silenced (+m, +M) nor banned. The
    // text itself and +d are checked elsewhere.
    private static char? SilencedBy(Network net, User user, Channel channel)
    {
        Member? member = net.FindMember(channel.Name, user.Id);
        if (member is null && channel.Has(ChannelModes.NoExternal)) return 'n';
        if (member is { Modes: not MemberModes.None }) return null;
        bool isModerated = channel.Has(ChannelModes.OpModerated); // what +m and +M refuse goes to the operators
        if (channel.Has(ChannelModes.Moderated) && !isModerated) return 'm';
        if (channel.Has(ChannelModes.RegisteredTalk) && user.Account is null && !isModerated) return 'M';
        return ListRules.IsBanned(net, user, channel) || ListRules.IsForbidden(net, user, channel, ExtbanTable.Mute)
            ? 'b' : null;
    }

    private static char? ForbiddenBy(Channel channel, string text) =>
        channel.Has(ChannelModes.NoCtcp) && DirectRules.IsCtcp(text) ? 'C'
        : channel.Has(ChannelModes.NoFormatting) && Formatting.IsIn(text) ? 'c'
        : null;
}
