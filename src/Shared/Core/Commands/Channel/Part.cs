using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;

namespace IrcNats.Commands;

/// <summary>PART channels [:reason] - https://modern.ircdocs.horse/#part-message</summary>
static class Part
{
    [IrcCommand("PART", At.Root, MinParams = 1, Targets = 0,
        Takes = "channel[,channel …] [:reason]", Says = "Leaves channels.")]
    static Decision Handle(Network net, Caller by, Line line)
    {
        if (!OwnChannel.TryFind(net, by, line.Params[0], out Channel? channel, out _, out Line? outside))
            return outside;
        if (line.Params.Count == 1 || line.Params[1].Length == 0)
            return new ChannelParted(channel.Name, by.Id, null);
        Line part = new(by.User.Hostmask, "PART", channel.Name, "");
        string reason = RelayRules.Cut(net, part, line.Params[1], net.Config.Limits.KickLen);
        return FilterGate.Pass(
            net, by, new ShownText(FilterPlaces.Partings, line.Command, channel.Name, [reason]),
            new ChannelParted(channel.Name, by.Id, reason), without: new ChannelParted(channel.Name, by.Id, null));
    }
}
