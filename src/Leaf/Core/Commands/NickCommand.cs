using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;
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
            && !replica.Network.IsGone(holder) && !MayAttach(session, holder))
        {
            session.NickInUse = nick;
            output.Tell(session, ERR_NICKNAMEINUSE.For(session.Called, nick));
        }
        else session.Nick = session.Called = nick;
    }

    // Whose client logs in before the welcome may become one more of the user's sessions: the root says so then.
    private bool MayAttach(Session session, User holder) =>
        SessionRules.IsOn(replica.Config) && holder.Account is { } account
        && (session.Login is { } login
            ? login.Account == account
            : session.Negotiating || (session.Password is not null && replica.Config.Accounts.LoginViaPass));
}
