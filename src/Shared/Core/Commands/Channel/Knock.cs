using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Commands;

/// <summary>
/// KNOCK channel [:reason]: asks the operators of a channel that the user cannot join for an invitation.
/// https://defs.ircdocs.horse/defs/isupport#knock
/// </summary>
static class Knock
{
    private static readonly Numeric s_tooManyHere =
        ERR_TOOMANYKNOCK with { Text = "Too many KNOCKs at this channel; try again in a while" };

    [IrcCommand("KNOCK", At.Root, MinParams = 1, Cost = 2,
        Takes = "channel [:reason]", Says = "Asks to be invited to a channel that you cannot join.")]
    static Decision Handle(Network net, Caller by, Line line)
    {
        if (net.FindChannel(line.Params[0]) is not { } channel)
            return ERR_NOSUCHCHANNEL.For(by.Nick, line.Params[0]);
        if (Refusal(net, by, channel) is { } refusal) return refusal.For(by.Nick, channel.Name);
        ChannelKnocked plain = new(channel.Name, by.Id, null);
        ChannelKnocked knock = line.Params.Count == 1 || line.Params[1].Length == 0
            ? plain
            : plain with { Reason = Cut(net, by.User, plain with { Reason = "" }, line.Params[1]) };
        return new Decision([knock], [RPL_KNOCKDLVR.For(by.Nick, channel.Name)]);
    }

    private static Numeric? Refusal(Network net, Caller by, Channel channel)
    {
        if (net.FindMember(channel.Name, by.Id) is not null) return ERR_KNOCKONCHAN;
        if (ChannelRules.RefusalToJoin(net, by.User, channel, key: null, by.Now) is null) return ERR_CHANOPEN;
        if (channel.Has(ChannelModes.NoKnock))
            return ERR_CANNOTSENDTOCHAN with { Text = "Nobody may knock at this channel (+K)" };
        if (ListRules.IsBanned(net, by.User, channel))
            return ERR_CANNOTSENDTOCHAN with { Text = "You are banned from the channel" };
        Limits limits = net.Config.Limits;
        if (by.Now - by.User.KnockedAt < limits.KnockEvery) return ERR_TOOMANYKNOCK;
        return by.Now - channel.KnockedAt < limits.ChannelKnockEvery ? s_tooManyHere : null;
    }

    private static string Cut(Network net, User user, ChannelKnocked knock, string reason) =>
        RelayRules.Cut(net, knock.Line(user), reason, net.Config.Limits.KickLen);
}
