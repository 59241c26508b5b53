using IrcNats.Protocol;

namespace IrcNats.Leaf.Core;

/// <summary>PONG, of a newcomer: that something was heard is enough - https://modern.ircdocs.horse/#pong-message
/// </summary>
sealed class PongCommand : ISessionHandler
{
    public string Verb => "PONG";

    public void Handle(Session session, Line line) { }
}
