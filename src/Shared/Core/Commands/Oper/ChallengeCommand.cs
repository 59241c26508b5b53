using IrcNats.Protocol;
using IrcNats.State;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Commands;

/// <summary>
/// CHALLENGE name, and CHALLENGE name answer: an operator proves the key of their block. The first tells a nonce (740,
/// 741), of which `ircnats-root sign` makes the answer. https://github.com/solanum-ircd/solanum
/// </summary>
static class ChallengeCommand
{
    [IrcCommand("CHALLENGE", At.Root, MinParams = 1, Secret = nameof(SecretOf),
        Takes = "name [answer]",
        Says = "Makes you an operator of the network by a key: it tells what to sign, and then takes the answer.")]
    static Decision Handle(Network net, Caller by, Line line) =>
        OperStatus.ProvedBy(by) is { } oper ? OperStatus.Become(by, oper) : ERR_PASSWDMISMATCH.For(by.Nick);

    static LineSecret? SecretOf(NetworkConfig config, User by, Line line) => line.Params switch
    {
        [var oper] => new LineSecret(Purpose.OperKey, oper, "", line),
        [var oper, _, ..] => LineSecret.Of(Purpose.OperKey, oper, line, 1),
        _ => null,
    };
}
