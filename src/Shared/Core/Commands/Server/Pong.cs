using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Commands;

/// <summary>PONG: that something was heard is enough - https://modern.ircdocs.horse/#pong-message</summary>
[IrcCommand("PONG", At.Session, Stages = Stages.Registering)]
static class Pong
{
    [IrcCommand("PONG", At.Leaf,
        Takes = "token", Says = "Answers the server's PING.")]
    static Decision Handle(Network net, Caller by, Line line) => Decision.Nothing;
}
