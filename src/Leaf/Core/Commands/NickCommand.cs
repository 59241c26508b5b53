using IrcNats.Protocol;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Leaf.Core;

/// <summary>
/// NICK nick, of a newcomer; the root decides who gets it - https://modern.ircdocs.horse/#nick-message
/// </summary>
sealed class NickCommand(Replica replica, Output output) : ISessionHandler
{
    public string Verb => "NICK";

    public void Handle(Session session, Line line)
    {
        string nick = line.Params.Count > 0 ? line.Params[0] : "";
        if (nick.Length == 0)
            output.Tell(session, ERR_NONICKNAMEGIVEN.For(session.Called));
        else if (!Names.IsNick(nick, replica.Config.Limits.NickLen))
            output.Tell(session, ERR_ERRONEUSNICKNAME.For(session.Called, nick));
        else if (session.Resumes is null && replica.Network.FindUser(nick) is { } holder
            && !replica.Network.IsGone(holder))
        {
            session.NickInUse = nick;
            output.Tell(session, ERR_NICKNAMEINUSE.For(session.Called, nick));
        }
        else session.Nick = session.Called = nick;
    }
}
