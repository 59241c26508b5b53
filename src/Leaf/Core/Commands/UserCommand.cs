using IrcNats.Protocol;
using IrcNats.State;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Leaf.Core;

/// <summary>USER username 0 * :realname - https://modern.ircdocs.horse/#user-message</summary>
sealed class UserCommand(Replica replica, Output output) : ISessionHandler
{
    public string Verb => "USER";

    public void Handle(Session session, Line line)
    {
        Limits limits = replica.Config.Limits;
        if (session.Username is not null)
        {
            output.Tell(session, ERR_ALREADYREGISTERED.For(session.Called));
            return;
        }

        if (line.Params.Count < 4 || line.Params[3].Length == 0)
        {
            output.Tell(session, ERR_NEEDMOREPARAMS.For(session.Called, "USER"));
            return;
        }

        string username = Utf8Text.Truncate(line.Params[0], limits.UserLen);
        if (!Names.IsUsername(username, limits.UserLen))
        {
            output.Tell(session, ERR_INVALIDUSERNAME.For(session.Called));
            return;
        }

        session.Username = username;
        session.Realname = Utf8Text.Truncate(line.Params[3], limits.NameLen);
    }
}
