using IrcNats.Protocol;
using IrcNats.State;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Commands;

/// <summary>PING token - https://modern.ircdocs.horse/#ping-message</summary>
[IrcCommand("PING", At.Session, Stages = Stages.Registering, MinParams = 1)]
static class Ping
{
    [IrcCommand("PING", At.Leaf, MinParams = 1,
        Takes = "token", Says = "Asks for a PONG with the same token.")]
    static Decision Handle(Network net, Caller by, Line line) =>
        line.Params[0].Length == 0
            ? ERR_NOORIGIN.For(by.Nick)
            : new Line(null, "PONG", net.Config.ServerName, line.Params[0]) { Trailing = true };
}
