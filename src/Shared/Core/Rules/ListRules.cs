using IrcNats.State;

namespace IrcNats.Rules;

/// <summary>Whom a channel's lists b, e and I are about. https://modern.ircdocs.horse/#ban-channel-mode</summary>
public static class ListRules
{
    private const char NoAction = '\0';

    /// <summary>Whether +b matches the user and +e does not.</summary>
    public static bool IsBanned(Network net, User user, Channel channel) => IsForbidden(net, user, channel, NoAction);

    /// <summary>An action is forbidden by a ban that names it, and allowed by an exception that names it.</summary>
    internal static bool IsForbidden(Network net, User user, Channel channel, char action) =>
        IsOn(net, channel.ListOf('b'), user, action) && !IsOn(net, channel.ListOf('e'), user, action);

    /// <summary>Whether a list has the user, for an action if one is named.</summary>
    internal static bool IsOn(Network net, MaskList list, User user, char action = NoAction)
    {
        if (list.Count == 0) return false;
        IReadOnlyList<string> hostmasks = user.Hostmasks;
        foreach (ListRule rule in list.Rules(net.Config.Casemapping))
            if (rule.Acts == action && Matches(net, rule, user, hostmasks)) return true;
        return false;
    }

    private static bool Matches(Network net, ListRule rule, User user, IReadOnlyList<string> hostmasks) =>
        IsMeant(net, rule, user, hostmasks) != rule.IsInverted;

    private static bool IsMeant(Network net, ListRule rule, User user, IReadOnlyList<string> hostmasks)
    {
        if (rule.Glob is not { } glob) return IsIn(net, rule.Channel.Name, rule.Channel.Rank, user);
        if (rule.Compares is { } extban)
            return extban.Subject!(user) is { } subject && (glob.Matches(subject) || IsFrom(rule, user));
        foreach (string hostmask in hostmasks)
            if (glob.Matches(hostmask)) return true;
        return IsFrom(rule, user);
    }

    private static bool IsFrom(ListRule rule, User user) =>
        rule.Addresses is { } addresses && user.OpenAddress is { } address
        && addresses.Matches($"{user.Nick}!{user.Username}", address);

    // Nobody may find out who is in a secret channel by banning its members.
    private static bool IsIn(Network net, string name, MemberModes rank, User user) =>
        net.FindChannel(name) is { } other && !other.Has(ChannelModes.Secret)
        && net.FindMember(name, user.Id)?.IsAtLeast(rank) == true;
}
