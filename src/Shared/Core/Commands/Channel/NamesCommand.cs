using IrcNats.Protocol;
using IrcNats.State;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Commands;

/// <summary>
/// NAMES [channel,channel …] - https://modern.ircdocs.horse/#names-message
/// Each channel costs as much as a NAMES of its own: one line cannot ask for ten thousand names many times.
/// </summary>
static class NamesCommand
{
    [IrcCommand("NAMES", At.Leaf, Targets = 0, MaxTargets = 4, CostsPerTarget = true)]
    static Decision Handle(Network net, Caller by, Line line)
    {
        if (line.Params is [] or [""]) return RPL_ENDOFNAMES.For(by.Nick, "*");
        string name = line.Params[0];
        return net.FindChannel(name) is { } channel
            ? Decision.Reply(NamesLines.Of(net, channel, by))
            : RPL_ENDOFNAMES.For(by.Nick, name);
    }
}
