using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;

namespace IrcNats.Commands;

/// <summary>
/// NickServ SAREGISTER and SAVERIFY, for operators with accreg: accounts for others, and accounts whose mail does not
/// come. https://github.com/ergochat/ergo/blob/stable/docs/MANUAL.md
/// </summary>
static class NickServOpers
{
    private const string Register = "SAREGISTER", Verify = "SAVERIFY";

    public static IReadOnlyList<ServiceVerb> Verbs { get; } =
    [
        new(Register, "account password", "registers an account for somebody else, verified", SaRegister)
        {
            Needs = OperCapabilities.Accounts, Secret = SecretOfRegister,
        },
        new(Verify, "account", "verifies an account without its code", SaVerify)
        {
            Needs = OperCapabilities.Accounts,
        },
    ];

    private static Decision SaRegister(Network net, Caller by, IReadOnlyList<string> words)
    {
        if (words.Count < 3) return NickServ.Usage(net, by, Register);
        if (AccountRules.RefusalOfAccount(net, words[1]) is var (_, why)) return NickServ.Notice(net, by, why);
        if (by.Secret.IsEmpty) return NickServSettings.BadPassword(net, by);
        return new Decision(
            [Auditing.Note(by, Register, words[1], ""), new AccountRegistered(words[1], by.Secret)],
            [NickServ.Notice(net, by, $"The account {words[1]} is registered")]);
    }

    // Whoever may not is told so; the password is hidden all the same.
    private static LineSecret? SecretOfRegister(NetworkConfig config, User by, Line line)
    {
        return line.Params.Count < 3
            ? null
            : LineSecret.OfNewPassword(
                OperRules.May(by, OperCapabilities.Accounts), line.Params[1], line, 2);
    }

    private static Decision SaVerify(Network net, Caller by, IReadOnlyList<string> words)
    {
        if (words.Count < 2) return NickServ.Usage(net, by, Verify);
        return net.FindAccount(words[1]) is { IsUnverified: true } account
            ? new Decision(
                [Auditing.Note(by, Verify, account.Name, ""), new AccountVerified(account.Name)],
                [NickServ.Notice(net, by, $"The account {account.Name} is verified")])
            : NickServ.Notice(net, by, "No account of that name waits to be verified");
    }
}
