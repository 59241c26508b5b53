using IrcNats.Commands;
using IrcNats.Protocol;

namespace IrcNats.Leaf.Core;

/// <summary>ISUPPORT, of a newcomer - https://ircv3.net/specs/extensions/extended-isupport</summary>
sealed class IsupportCommand(Replica replica, Output output) : ISessionHandler
{
    public string Verb => "ISUPPORT";

    public void Handle(Session session, Line line) =>
        output.Tell(session, Isupport.Lines(replica.Network, session.Called));
}
