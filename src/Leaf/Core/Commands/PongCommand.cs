using IrcNats.Protocol;

namespace IrcNats.Leaf.Core;

/// <summary>
/// PONG, of a newcomer: it is enough that something was heard - https://modern.ircdocs.horse/#pong-message
/// </summary>
sealed class PongCommand : ISessionHandler
{
    public string Verb => "PONG";

    public void Handle(Session session, Line line) { }
}
