using IrcNats.Protocol;
using IrcNats.State;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Commands;

/// <summary>
/// OPER name [password] - https://modern.ircdocs.horse/#oper-message
/// A block has a password, the fingerprint of a TLS certificate, or both; everything it has must be right. Nobody may
/// learn which names exist: an unknown name gets the same answer as a wrong password or certificate.
/// </summary>
static class OperCommand
{
    [IrcCommand("OPER", At.Root, MinParams = 1, Secret = nameof(SecretOf),
        Takes = "name [password]",
        Says = "Makes you an operator of the network, by a password, your TLS certificate, or both.")]
    static Decision Handle(Network net, Caller by, Line line) =>
        OperStatus.ProvedBy(by) is { } oper ? OperStatus.Become(by, oper)
        : line.Params.Count == 1 ? ERR_NEEDMOREPARAMS.For(by.Nick, line.Command)
        : ERR_PASSWDMISMATCH.For(by.Nick);

    static LineSecret? SecretOf(NetworkConfig config, User by, Line line) =>
        line.Params is [var oper, _, ..] ? LineSecret.Of(Purpose.Oper, oper, line, 1) : null;
}
