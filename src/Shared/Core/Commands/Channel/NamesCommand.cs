using IrcNats.Protocol;
using IrcNats.State;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Commands;

/// <summary>
/// NAMES [channel] - https://modern.ircdocs.horse/#names-message
/// Of a list only the first channel is answered, as the specification allows: 366 then always names one channel, and
/// one line cannot ask for the same ten thousand names many times.
/// </summary>
static class NamesCommand
{
    [IrcCommand("NAMES", At.Leaf, FirstTargetOnly = true)]
    static Decision Handle(Network net, Caller by, Line line)
    {
        if (line.Params.Count == 0) return RPL_ENDOFNAMES.For(by.Nick, "*");
        string name = line.Params[0].Split(',', 2)[0];
        return net.FindChannel(name) is { } channel
            ? Decision.Reply(NamesLines.Of(net, channel, by))
            : RPL_ENDOFNAMES.For(by.Nick, name);
    }
}
