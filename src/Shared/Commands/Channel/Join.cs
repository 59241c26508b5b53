using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Commands;

/// <summary>JOIN channels [keys], or JOIN 0 to leave them all - https://modern.ircdocs.horse/#join-message</summary>
static class Join
{
    [IrcCommand("JOIN", At.Root, MinParams = 1, Targets = 0, Paired = 1)]
    static Decision Handle(Network net, Caller by, Line line)
    {
        string name = line.Params[0];
        if (name == "0") return PartAll(net, by);
        if (!name.StartsWith('#')) return ERR_NOSUCHCHANNEL.For(by.Nick, name);
        if (!Names.IsChannel(name, net.Config.Limits.ChannelLen)) return ERR_BADCHANMASK.For(by.Nick, name);
        if (net.FindMember(name, by.Id) is not null) return Decision.Nothing;
        if (net.CountChannelsOf(by.Id) >= net.Config.Limits.ChannelsPerUser)
            return ERR_TOOMANYCHANNELS.For(by.Nick, name);
        if (net.FindChannel(name) is not { } channel)
            return new ChannelJoined(name, by.Id, MemberModes.Operator) { Created = net.Config.DefaultChannelModes };
        string? key = line.Params.Count > 1 ? line.Params[1] : null;
        return ChannelRules.RefusalToJoin(net, by.User, channel, key, by.Now) is { } refusal
            ? refusal.For(by.Nick, channel.Name)
            : new ChannelJoined(channel.Name, by.Id, MemberModes.None);
    }

    private static Decision PartAll(Network net, Caller by) =>
        new([.. net.ChannelsOf(by.Id).Select(channel => new ChannelParted(channel.Name, by.Id, null))], []);
}
