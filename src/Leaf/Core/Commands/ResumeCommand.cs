using IrcNats.Protocol;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Leaf.Core;

/// <summary>
/// RESUME token, before NICK: asks for the user back whose connection was lost. RESUME alone, after registration: tells
/// the token that brings this user back. docs/resume.md; https://ircv3.net/specs/extensions/capability-negotiation
/// (vendors' own)
/// </summary>
sealed class ResumeCommand(Output output, Users users) : ISessionHandler
{
    private const int LongestToken = 128;

    public string Verb => "RESUME";

    public void Handle(Session session, Line line)
    {
        if (session.Stage == Stage.Registered && line.Params.Count == 0 && session.Token is not null)
            users.TellToken(session);
        else if (session.Stage == Stage.Registered)
            Refuse(session, "REGISTRATION_IS_COMPLETED", "Nobody can be resumed after registration");
        else if (line.Params.Count == 0 || line.Params[0].Length == 0)
            output.Tell(session, ERR_NEEDMOREPARAMS.For(session.Called, "RESUME"));
        else if (!session.Has(Capabilities.Resume))
            Refuse(session, "NEED_CAPABILITY", "Ask for the capability ircnats/resume first");
        else if (line.Params[0].Length > LongestToken)
            Refuse(session, "INVALID_TOKEN", "This is no token of ours");
        else session.Resumes = ResumeToken.DigestOf(line.Params[0]);
    }

    private void Refuse(Session session, string code, string why) =>
        output.Tell(session, StandardReply.Fail("RESUME", code, why));
}
