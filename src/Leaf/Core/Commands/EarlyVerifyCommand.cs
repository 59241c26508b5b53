using IrcNats.Protocol;

namespace IrcNats.Leaf.Core;

/// <summary>
/// VERIFY of a newcomer, who has just registered an account or did so before.
/// https://ircv3.net/specs/extensions/account-registration
/// </summary>
sealed class EarlyVerifyCommand(EarlyAccounts early) : ISessionHandler
{
    public string Verb => EarlyAccounts.Verify;

    public void Handle(Session session, Line line) => early.HandleVerify(session, line);
}
