using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Commands;

/// <summary>JOIN channels [keys], or JOIN 0 to leave them all - https://modern.ircdocs.horse/#join-message</summary>
static class Join
{
    [IrcCommand("JOIN", At.Root, MinParams = 1, Targets = 0, Paired = 1, Looks = nameof(Looks),
        Takes = "channel[,channel …] [key[,key …]]", Says = "Joins channels; JOIN 0 leaves all.")]
    static Decision Handle(Network net, Caller by, Line line)
    {
        string name = line.Params[0];
        if (name == "0") return PartAll(net, by);
        if (net.FindMember(name, by.Id) is not null) return Decision.Nothing;
        if (RefusalOfName(net, by, name) is { } unfit) return unfit.For(by.Nick, name);
        if (net.CountChannelsOf(by.Id) >= net.Config.Limits.ChannelsPerUser)
            return ERR_TOOMANYCHANNELS.For(by.Nick, name);
        if (net.FindChannel(name) is not { } channel)
            return LockRules.RefusalToMake(net, by.User, name) is { } held
                ? held.For(by.Nick, name)
                : new ChannelJoined(name, by.Id, MemberModes.Operator) { Created = net.Config.DefaultChannelModes };
        string? key = line.Params.Count > 1 ? line.Params[1] : null;
        if (ChannelRules.RefusalToJoin(net, by.User, channel, key, by.Now) is not { } refusal)
            return Enter(net, by, channel);
        return ChannelRules.MayBeForwarded(refusal) && channel.Forward is { } other
            && net.FindChannel(other) is { } instead
            ? Forward(net, by, channel, instead, key)
            : refusal.For(by.Nick, channel.Name);
    }

    private static Numeric? RefusalOfName(Network net, Caller by, string name)
    {
        if (!name.StartsWith('#')) return ERR_NOSUCHCHANNEL;
        if (!Names.IsChannel(name, net.Config.Limits.ChannelLen)) return ERR_BADCHANMASK;
        return BanRules.RefusalOfChannel(net, by.User, name) is { } reserved
            ? ERR_UNAVAILRESOURCE with { Text = reserved }
            : null;
    }

    // A user who may not join can name as many channels as fit into a line, each with long lists.
    private static long Looks(Network net, Caller by, Line line) => line.Params.Count == 0
        ? 0
        : line.Params[0].Split(',').Sum(name => net.FindChannel(name) is { } channel
            ? Price.OfLists(channel)
                + (channel.Forward is { } other && net.FindChannel(other) is { } next ? Price.OfLists(next) : 0)
            : 0);

    private static Decision Enter(Network net, Caller by, Channel channel)
    {
        ChannelJoined joined = new(channel.Name, by.Id, ChannelRules.StatusOfJoiner(net, by.User, channel));
        if (channel.Flood?.HoldsAfterJoin(by.Now) is not { } until || net.MayReturn(by.User, by.Now)) return joined;
        FloodLimit limit = channel.Flood.Joins!;
        string who = limit.Action == FloodAction.Registered ? "who is logged in" : "who is invited";
        string text = $"{limit.Count} came within {limit.Seconds} s (+F): "
            + $"for {Duration.Show(limit.For)} only {who} may join";
        return new Decision([joined, new JoinsHeld(channel.Name, until, text)], []);
    }

    // Only one step: if the second channel would forward as well, the user gets its refusal.
    private static Decision Forward(Network net, Caller by, Channel from, Channel to, string? key)
    {
        Line told = ERR_LINKCHANNEL.For(by.Nick, from.Name, to.Name);
        if (net.FindMember(to.Name, by.Id) is not null) return told;
        return ChannelRules.RefusalToJoin(net, by.User, to, key, by.Now) is { } refusal
            ? new Decision([], [told, refusal.For(by.Nick, to.Name)])
            : Enter(net, by, to) with { Replies = [told] };
    }

    private static Decision PartAll(Network net, Caller by) =>
        new([.. net.ChannelsOf(by.Id).Select(channel => new ChannelParted(channel.Name, by.Id, null))], []);
}
