using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Commands;

/// <summary>SAJOIN nick channel[,channel …]: makes somebody join, whatever the channel's modes say -
/// https://github.com/ergochat/ergo/blob/stable/docs/MANUAL.md</summary>
static class SaJoin
{
    [IrcCommand("SAJOIN", At.Root, MinParams = 2, OperOnly = true, Targets = 1, MaxTargets = 10,
        Takes = "nick channel[,channel …]", Says = "For operators: makes somebody join channels.")]
    static Decision Handle(Network net, Caller by, Line line)
    {
        string name = line.Params[1];
        if (!Forced.TryFind(net, by, line.Params[0], out User? target, out Line? nobody)) return nobody;
        if (!name.StartsWith('#')) return ERR_NOSUCHCHANNEL.For(by.Nick, name);
        if (!Names.IsChannel(name, net.Config.Limits.ChannelLen)) return ERR_BADCHANMASK.For(by.Nick, name);
        if (net.FindMember(name, target.Id) is not null) return ERR_USERONCHANNEL.For(by.Nick, target.Nick, name);
        if (net.CountChannelsOf(target.Id) >= net.Config.Limits.ChannelsPerUser)
            return ERR_TOOMANYCHANNELS.For(by.Nick, name);
        Channel? channel = net.FindChannel(name);
        ChannelJoined joined = channel is null
            ? new ChannelJoined(name, target.Id, MemberModes.Operator) { Created = net.Config.DefaultChannelModes }
            : new ChannelJoined(channel.Name, target.Id, ChannelRules.StatusOfJoiner(net, target, channel));
        return new Decision([joined], [Forced.Done(by, $"{target.Nick} joins {joined.Channel}")]);
    }
}
