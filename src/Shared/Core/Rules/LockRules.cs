using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Rules;

/// <summary>
/// What a lockdown holds up. Of a channel: nobody joins without an invitation, and only members with a status speak. Of
/// the network: DEFCON 1 holds, and only who has a status or is logged in speaks in a channel. Operators may do
/// everything.
/// </summary>
public static class LockRules
{
    /// <summary>What stands for the whole network where a channel could be named.</summary>
    public const string Network = "*";

    private static readonly Numeric s_locked = Numeric.ERR_UNAVAILRESOURCE;

    /// <summary>Why the user may not join or make a channel, under a lockdown or DEFCON 2; null: they may.</summary>
    public static Numeric? RefusalToJoin(Network net, User user, string channel)
    {
        if (user.IsOper || DefconRules.IsCalm(net)) return null;
        if (Find(net, channel) is { } closed) return s_locked with { Text = Told(closed) };
        return user.Account is null && DefconRules.LevelOf(net) <= DefconRules.NoStrangers
            ? Numeric.ERR_NEEDREGGEDNICK with { Text = "You must be logged in to join channels for now" }
            : null;
    }

    /// <summary>Why the user may not make a channel; null: they may.</summary>
    public static Numeric? RefusalToMake(Network net, User user, string channel) =>
        net.Config.Channels.OperatorOnlyCreation && !user.IsOper
            ? Numeric.ERR_NOSUCHCHANNEL with { Text = "Only operators make channels here" }
            : RefusalToJoin(net, user, channel);

    /// <summary>Why the user may not speak in a channel under a lockdown; null: they may.</summary>
    /// <param name="member">Null: the user is not in it.</param>
    public static string? RefusalToSay(Network net, User user, string channel, Member? member)
    {
        if (!net.Bans.AnyLock || user.IsOper || member is { Modes: not MemberModes.None }) return null;
        if (Find(net, channel) is not null) return "it is locked down";
        return user.Account is null && Find(net, Network) is not null ? "the network is locked down" : null;
    }

    /// <summary>What is said of a lockdown, to everybody.</summary>
    public static string Told(NetworkBan closed) =>
        $"{(closed.Target == Network ? "The network" : "This channel")} is locked down: {closed.Reason}";

    /// <summary>The lockdown of exactly this; null: there is none.</summary>
    public static NetworkBan? Find(Network net, string target) => net.Bans.FindLock(target, net.Config.Casemapping);
}
