using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Rules;

/// <summary>Who may message whom. https://modern.ircdocs.horse/#privmsg-message</summary>
public static class DirectRules
{
    /// <summary>Milliseconds between two notices to a user with +g that somebody messages them.</summary>
    public const long CallerNoticeEvery = 60_000;

    /// <summary>Why the text is not delivered; null if it is. Operators and accepted users pass +g and +R.</summary>
    public static Numeric? Refusal(Network net, User from, User to, string text)
    {
        // The answer would tell something of the machine behind Tor.
        if (IsCtcp(text) && (to.Has(UserModes.NoCtcp) || (from.Via | to.Via).HasFlag(Via.Tor)))
            return Numeric.ERR_NOCTCP;
        if (from.Id == to.Id || from.IsOper || to.Accepts.Contains(from.Id)) return null;
        if (from.Account is null && (to.Has(UserModes.RegisteredOnly) || DefconRules.IsForRegistered(net)))
            return Numeric.ERR_NEEDREGGEDNICK with { Text = "You must be logged in to message this user" };
        return to.Has(UserModes.CallerId) ? Numeric.RPL_TARGUMODEG : null;
    }

    /// <summary>Whether a mode of the sender would keep the receiver from answering.</summary>
    public static bool MustAccept(User from, User to) =>
        from.Id != to.Id && !to.IsOper && !from.Accepts.Contains(to.Id)
        && (from.Has(UserModes.CallerId) || (from.Has(UserModes.RegisteredOnly) && to.Account is null));

    /// <summary>
    /// Until when a message to this user is paid for as one to a stranger. A user may message as many strangers as the
    /// limit at once, then one in each interval. 0: they are no stranger. Null: this is one stranger too many.
    /// </summary>
    public static long? TargetDue(Network net, User from, User to, long now)
    {
        if (!IsNewTarget(net, from, to)) return 0;
        Limits limits = net.Config.Limits;
        long due = Math.Max(from.TargetsDue, now);
        return due - now > limits.NewTargetEvery * (limits.NewTargets - 1) ? null : due + limits.NewTargetEvery;
    }

    /// <summary>
    /// Whether the receiver counts as a stranger. A user with whom the sender talks already does not, nor does a member
    /// of a channel in which the sender has a status.
    /// </summary>
    private static bool IsNewTarget(Network net, User from, User to) =>
        net.Config.Limits.NewTargets > 0 && from.Id != to.Id && !from.IsOper
        && !from.Targets.Contains(to.Id) && !to.Accepts.Contains(from.Id)
        && !net.ChannelsOf(from.Id).Any(channel => MaySpeakFor(net, from, to, channel));

    /// <summary>Whether the first has a status in the channel and the other is in it.</summary>
    public static bool MaySpeakFor(Network net, User from, User to, Channel channel) =>
        net.FindMember(channel.Name, from.Id) is { Modes: not MemberModes.None }
        && net.FindMember(channel.Name, to.Id) is not null;

    /// <summary>The users on the list who are still on the network.</summary>
    public static IEnumerable<User> AcceptedBy(Network net, User user) =>
        user.Accepts.Select(net.FindUser).OfType<User>();

    /// <summary>Whether one more fits on the user's list.</summary>
    public static bool MayAcceptMore(Network net, User user) =>
        AcceptedBy(net, user).Count() < net.Config.Limits.AcceptEntries;

    /// <summary>A CTCP message, other than the harmless ACTION. https://modern.ircdocs.horse/ctcp</summary>
    public static bool IsCtcp(string text) =>
        text.StartsWith('\u0001') && !text.StartsWith("\u0001ACTION ", StringComparison.OrdinalIgnoreCase);
}
