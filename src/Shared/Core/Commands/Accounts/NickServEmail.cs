using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;

namespace IrcNats.Commands;

/// <summary>
/// NickServ VERIFY, and SENDPASS and RESETPASS for who has forgotten a password. What SENDPASS answers does not tell
/// whether there is such an account, or whether it has an address.
/// https://github.com/ergochat/ergo/blob/stable/docs/MANUAL.md
/// </summary>
static class NickServEmail
{
    private const string NoReset = "Passwords are not reset by e-mail here";

    public static IReadOnlyList<ServiceVerb> Verbs { get; } =
    [
        new("VERIFY", "account code", "verifies your e-mail address, with the code from the mail", Verify)
        {
            Secret = (config, by, line) => line.Params.Count < 3
                ? null
                : VerifyCommand.SecretOfCode(config, by, line, line.Params[1], line.Params[2], 2),
        },
        new("SENDPASS", "account", "mails a code to the account's address, if you have forgotten the password", Send)
        {
            // Nothing is hidden; but it has to be allowed, so that nobody has mails sent to everybody.
            Secret = (config, by, line) => line.Params.Count < 2 || !config.Accounts.Email.ResetsPasswords
                ? null
                : new LineSecret(Purpose.NewCode, line.Params[1], "", line),
        },
        new("RESETPASS", "account code password", "gives the account that password, with the code from the mail", Reset)
        {
            Secret = SecretOfReset,
        },
    ];

    private static Decision Verify(Network net, Caller by, IReadOnlyList<string> words)
    {
        if (words.Count < 3) return NickServ.Usage(net, by, "VERIFY");
        if (AccountActs.RefusalToVerify(net, by.User, words[1]) is var (_, why)) return NickServ.Notice(net, by, why);
        Account account = net.FindAccount(words[1])!;
        return new Decision(
            AccountActs.Verify(net, by, account), [NickServ.Notice(net, by, "The e-mail address is verified")]);
    }

    private static Decision Send(Network net, Caller by, IReadOnlyList<string> words)
    {
        if (words.Count < 2) return NickServ.Usage(net, by, "SENDPASS");
        if (!net.Config.Accounts.Email.ResetsPasswords) return NickServ.Notice(net, by, NoReset);
        bool isDue = net.FindAccount(words[1]) is { } found && EmailRules.MayReset(net, found, by.Now);
        return new Decision(
            isDue ? [new CodeAsked(net.FindAccount(words[1])!.Name, MailKind.NewPassword, default, By: null)] : [],
            [
                NickServ.Notice(net, by, "If the account has an e-mail address and was not mailed lately, a code is on "
                    + "its way there: write RESETPASS account code password"),
            ]);
    }

    private static Decision Reset(Network net, Caller by, IReadOnlyList<string> words)
    {
        if (words.Count < 4) return NickServ.Usage(net, by, "RESETPASS");
        if (!net.Config.Accounts.Email.ResetsPasswords) return NickServ.Notice(net, by, NoReset);
        if (by.Secret.IsEmpty) return NickServSettings.BadPassword(net, by);
        Account account = net.FindAccount(words[1])!;
        return new Decision(
            [new AccountPasswordSet(account.Name, by.Secret)],
            [NickServ.Notice(net, by, $"The account {account.Name} has that password now: log in with IDENTIFY")]);
    }

    private static LineSecret? SecretOfReset(NetworkConfig config, User by, Line line)
    {
        if (line.Params is not [var verb, var account, var code, var password, ..]) return null;
        bool isFine = config.Accounts.Email.ResetsPasswords && LineSecret.IsPassword(password);
        string[] shown = [verb, account, LineSecret.Hidden, LineSecret.ShownOf(password)];
        return new LineSecret(
            isFine ? Purpose.PasswordByCode : Purpose.None, account, password,
            line with { Params = shown, Trailing = false })
        {
            Code = code,
        };
    }
}
