using IrcNats.Protocol;

namespace IrcNats.Leaf.Core;

/// <summary>PING token, of a newcomer - https://modern.ircdocs.horse/#ping-message</summary>
sealed class PingCommand(Replica replica, Output output) : ISessionHandler
{
    public string Verb => "PING";

    public void Handle(Session session, Line line) => output.Tell(
        session, new Line(null, "PONG", replica.Config.ServerName, line.Params[0]) { Trailing = true });
}
