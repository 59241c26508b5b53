using IrcNats.Protocol;

namespace IrcNats.Leaf.Core;

/// <summary>
/// REGISTER and VERIFY of a newcomer: an account has the name of its owner's nick, which a newcomer does not have yet.
/// https://ircv3.net/specs/extensions/account-registration
/// </summary>
sealed class EarlyAccountCommand(string verb, Output output) : ISessionHandler
{
    public static IEnumerable<EarlyAccountCommand> All(Output output) =>
        [new("REGISTER", output), new("VERIFY", output)];

    public string Verb => verb;

    public void Handle(Session session, Line line) => output.Tell(session, StandardReply.Fail(
        verb, "COMPLETE_CONNECTION_REQUIRED", "Finish your registration with the server first",
        line.Params is [{ Length: > 0 } account, ..] ? account : "*"));
}
