using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Commands;

/// <summary>SAPART nick channel[,channel …] [:reason]: makes somebody leave -
/// https://docs.inspircd.org/4/modules/sapart/</summary>
static class SaPart
{
    [IrcCommand("SAPART", At.Root, MinParams = 2, OperOnly = true, Targets = 1, MaxTargets = 10,
        Takes = "nick channel[,channel …] [:reason]", Says = "For operators: makes somebody leave channels.")]
    static Decision Handle(Network net, Caller by, Line line)
    {
        string name = line.Params[1];
        if (!Forced.TryFind(net, by, line.Params[0], out User? target, out Line? nobody)) return nobody;
        if (net.FindChannel(name) is not { } channel) return ERR_NOSUCHCHANNEL.For(by.Nick, name);
        if (net.FindMember(channel.Name, target.Id) is null)
            return ERR_USERNOTINCHANNEL.For(by.Nick, target.Nick, channel.Name);
        Line part = new(target.Hostmask, "PART", channel.Name, "") { Trailing = true };
        string? reason = line.Params.Count > 2 && line.Params[2].Length > 0
            ? RelayRules.Cut(net, part, line.Params[2], net.Config.Limits.KickLen)
            : null;
        return new Decision(
            [new ChannelParted(channel.Name, target.Id, reason)],
            [Forced.Done(by, $"{target.Nick} leaves {channel.Name}")]);
    }
}
