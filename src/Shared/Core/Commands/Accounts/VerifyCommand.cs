using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Commands;

/// <summary>
/// VERIFY account code: no account has to be verified here. https://ircv3.net/specs/extensions/account-registration
/// </summary>
[IrcCommand("VERIFY", At.Session, Stages = Stages.Registering)]
static class VerifyCommand
{
    [IrcCommand("VERIFY", At.Leaf, MinParams = 2,
        Takes = "account code", Says = "Would verify an account; none needs that here.")]
    static Decision Handle(Network net, Caller by, Line line) =>
        StandardReply.Fail("VERIFY", "INVALID_CODE", "Accounts need no verification here", line.Params[0]);
}
