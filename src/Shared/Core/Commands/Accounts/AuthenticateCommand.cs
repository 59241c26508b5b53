using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Commands;

/// <summary>
/// AUTHENTICATE mechanism, AUTHENTICATE data: SASL, which the session's leaf speaks. When a user has proved with it
/// whose account it is, the leaf asks the root with the account's name and a ticket.
/// https://ircv3.net/specs/extensions/sasl-3.1 https://ircv3.net/specs/extensions/sasl-3.2
/// </summary>
[IrcCommand("AUTHENTICATE", At.Session, Stages = Stages.Registering | Stages.Registered, MinParams = 1, Reads = true)]
static class AuthenticateCommand
{
    [IrcCommand("AUTHENTICATE", At.Root, MinParams = 1, Secret = nameof(SecretOf),
        Takes = "mechanism|data|*", Says = "Logs in to an account (SASL); your client does this by itself.")]
    static Decision Handle(Network net, Caller by, Line line)
    {
        LoginName name = LoginName.Read(line.Params[0]) ?? new LoginName(LoginName.AccountIn(line.Params[0]), null);
        Account account = net.FindAccount(name.Account)!;
        if (AccountRules.RefusalToLogIn(net, account) is { } why)
            return (ERR_SASLFAIL with { Text = why }).For(by.Nick);
        return new Decision(AccountActs.LogIn(net, by, account, name.Device), [RPL_SASLSUCCESS.For(by.Nick)]);
    }

    static LineSecret? SecretOf(NetworkConfig config, User by, Line line) =>
        new(Purpose.Login, LoginName.AccountIn(line.Params[0]), "", line);
}
