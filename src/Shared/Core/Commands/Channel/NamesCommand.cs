using IrcNats.Protocol;
using IrcNats.State;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Commands;

/// <summary>
/// NAMES [channel,channel …] - https://modern.ircdocs.horse/#names-message
/// One 366 ends the names of all channels. Each channel costs as much as a NAMES of its own, so that one line cannot
/// ask for ten thousand names many times.
/// </summary>
static class NamesCommand
{
    [IrcCommand("NAMES", At.Leaf, Targets = 0, MaxTargets = 4, TargetsTogether = true,
        Takes = "channel[,channel …]", Says = "Lists who is in up to four channels.")]
    static Decision Handle(Network net, Caller by, Line line)
    {
        if (line.Params is [] or [""]) return RPL_ENDOFNAMES.For(by.Nick, "*");
        string asked = line.Params[0];
        string[] channels =
        [
            .. asked.Split(',').DistinctBy(net.Fold).Select(net.FindChannel).OfType<Channel>().Select(c => c.Name),
        ];
        return new NamesLines(channels, channels.Length == 1 && !asked.Contains(',') ? channels[0] : asked);
    }
}
