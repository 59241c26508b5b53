using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Rules;

// The lists b, e and I. https://modern.ircdocs.horse/#ban-channel-mode
public static partial class ChannelRules
{
    private const char NoAction = '\0';

    /// <summary>On +b and not on +e.</summary>
    public static bool IsBanned(Network net, User user, Channel channel) => IsForbidden(net, user, channel, NoAction);

    /// <summary>An action is forbidden by a ban that names it, and allowed by an exception that names it.</summary>
    private static bool IsForbidden(Network net, User user, Channel channel, char action) =>
        IsOn(net, channel.Bans, user, action) && !IsOn(net, channel.Exceptions, user, action);

    private static bool IsOn(Network net, IReadOnlyList<ListEntry> list, User user, char action = NoAction)
    {
        if (list.Count == 0) return false;
        IReadOnlyList<string> hostmasks = user.Hostmasks;
        for (int i = 0; i < list.Count; i++)
        {
            ListMask mask = ListMask.Read(list[i].Mask);
            if (mask.Acts == action && Matches(net, mask, user, hostmasks)) return true;
        }

        return false;
    }

    private static bool Matches(Network net, ListMask mask, User user, IReadOnlyList<string> hostmasks)
    {
        if (mask.Compares == ExtbanTable.Channel) return IsIn(net, mask.Pattern, user) != mask.IsInverted;
        if (mask.Compares == NoAction)
            return (IsOneOf(net, mask.Pattern, hostmasks) || IsFrom(net, mask.Pattern, user)) != mask.IsInverted;
        Extban extban = ExtbanTable.Find(mask.Compares)!;
        string? subject = extban.Subject?.Invoke(user);
        return (subject is not null && (Mask.Matches(mask.Pattern, subject, net.Config.Casemapping)
            || (extban.IsHostmask && IsFrom(net, mask.Pattern, user)))) != mask.IsInverted;
    }

    private static bool IsFrom(Network net, ReadOnlySpan<char> pattern, User user) =>
        pattern.Contains('/') && user.OpenAddress is { } address
        && AddressMask.Matches(pattern, $"{user.Nick}!{user.Username}", address, net.Config.Casemapping);

    private static bool IsOneOf(Network net, ReadOnlySpan<char> pattern, IReadOnlyList<string> hostmasks)
    {
        foreach (string hostmask in hostmasks)
            if (Mask.Matches(pattern, hostmask, net.Config.Casemapping)) return true;
        return false;
    }

    // Who is in a secret channel cannot be found out by banning them.
    private static bool IsIn(Network net, ReadOnlySpan<char> pattern, User user)
    {
        string name = pattern.TrimStart(MemberModeTable.Prefixes).ToString();
        MemberModes rank = name.Length == pattern.Length
            ? MemberModes.None
            : MemberModeTable.OfPrefix(pattern[pattern.Length - name.Length - 1])!.Bit;
        return net.FindChannel(name) is { } other && !other.Has(ChannelModes.Secret)
            && net.FindMember(name, user.Id)?.IsAtLeast(rank) == true;
    }
}
