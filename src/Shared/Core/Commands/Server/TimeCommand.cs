using System.Globalization;
using IrcNats.Protocol;
using IrcNats.State;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Commands;

/// <summary>TIME [server]: Unix seconds, their offset and words - https://modern.ircdocs.horse/#time-message</summary>
static class TimeCommand
{
    [IrcCommand("TIME", At.Leaf,
        Says = "Tells the server's time.")]
    static Decision Handle(Network net, Caller by, Line line) =>
        AskedServer.Refuse(net, by, line) is { } refusal
            ? refusal
            : RPL_TIME.For(
                by.Nick, net.Config.ServerName, (by.Now / 1000).ToString(CultureInfo.InvariantCulture), "0",
                HumanTime.Of(by.Now));
}
