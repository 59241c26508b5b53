using IrcNats.Protocol;

namespace IrcNats.Leaf.Core;

/// <summary>PASS password: kept until it is proved - https://modern.ircdocs.horse/#pass-message</summary>
sealed class PassCommand : ISessionHandler
{
    public string Verb => "PASS";

    public void Handle(Session session, Line line) => session.Password = line.Params[0];
}
