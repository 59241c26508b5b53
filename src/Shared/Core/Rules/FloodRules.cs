using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Rules;

/// <summary>What a channel's flood profile (+F) lets whom do.</summary>
public static class FloodRules
{
    /// <summary>
    /// The limit that the user would go beyond with these lines; null for none. Whoever has a status, is an IRC
    /// operator, or is on +e may say what they want.
    /// </summary>
    public static FloodLimit? Beyond(
        Network net, User user, Channel channel, IEnumerable<string> lines, long now)
    {
        if (channel.Flood is not { } flood || user.IsOper) return null;
        if (net.FindMember(channel.Name, user.Id) is { Modes: not MemberModes.None }) return null;
        Talker after = net.TalkerOf(channel.Name, user.Id).Say(flood, [.. lines], now);
        return after.Beyond(flood) is { } limit && !IsExcepted(net, user, channel) ? limit : null;
    }

    /// <summary>
    /// Why a user who is neither invited nor on +I may not join: too many did lately. Null if they may.
    /// </summary>
    public static Numeric? RefusalToJoin(Network net, User user, Channel channel, long now)
    {
        if (channel.Flood is not { Joins: { } limit } flood || user.IsOper || net.MayReturn(user, now)) return null;
        string? why = limit.Action switch
        {
            FloodAction.Registered => now < flood.HeldUntil && user.Account is null
                ? "only who is logged in may join for now" : null,
            FloodAction.Invited => now < flood.HeldUntil ? "only who is invited may join for now" : null,
            _ => flood.IsOverJoins(now) ? "too many are joining, try again later" : null,
        };
        return why is null || ListRules.IsOn(net, channel.ListOf('I'), user)
            ? null
            : Numeric.ERR_THROTTLE with { Text = $"Cannot join channel (+F): {why}" };
    }

    /// <summary>
    /// The mask that hits this user, and as few others as possible: their host, or what they are called where many
    /// share one.
    /// </summary>
    public static string MaskOf(User user) =>
        !user.Via.HasFlag(Via.Tor) ? $"*!*@{user.Host}"
        : user.Account is { } account ? $"{ExtbanTable.Account}:{account}"
        : $"{user.Nick}!*@*";

    /// <summary>
    /// Whether list b takes one more mask that the server sets: half of the channel's lists stay for its operators.
    /// </summary>
    public static bool TakesMask(Network net, Channel channel)
    {
        int all = channel.Bans.Count + channel.Exceptions.Count + channel.InviteExceptions.Count;
        return all < net.Config.Limits.ListModes
            && channel.Bans.Count(ban => ban.SetBy == net.Config.ServerName) < (net.Config.Limits.ListModes + 1) / 2;
    }

    private static bool IsExcepted(Network net, User user, Channel channel) =>
        ListRules.IsOn(net, channel.ListOf('e'), user)
        || ListRules.IsOn(net, channel.ListOf('e'), user, ExtbanTable.Mute);
}
