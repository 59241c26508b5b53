using IrcNats.Protocol;

namespace IrcNats.Leaf.Core;

/// <summary>
/// VERIFY of a newcomer, who has to become a user first.
/// https://ircv3.net/specs/extensions/account-registration
/// </summary>
sealed class VerifyCommand(Output output) : ISessionHandler
{
    public string Verb => "VERIFY";

    public void Handle(Session session, Line line) => output.Tell(session, StandardReply.Fail(
        Verb, "COMPLETE_CONNECTION_REQUIRED", EarlyAccounts.Finish,
        line.Params is [{ Length: > 0 } account, ..] ? account : "*"));
}
