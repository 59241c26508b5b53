using IrcNats.Protocol;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Leaf.Core;

/// <summary>
/// AWAY [:message], of a newcomer: the message becomes the user's as soon as there is one.
/// https://ircv3.net/specs/extensions/pre-away
/// </summary>
sealed class AwayCommand(Output output) : ISessionHandler
{
    public string Verb => "AWAY";

    public void Handle(Session session, Line line)
    {
        session.Away = line.Params.Count > 0 && line.Params[0].Length > 0 ? line.Params[0] : null;
        output.Tell(session, (session.Away is null ? RPL_UNAWAY : RPL_NOWAWAY).For(session.Called));
    }
}
