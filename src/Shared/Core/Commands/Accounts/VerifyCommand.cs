using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;

namespace IrcNats.Commands;

/// <summary>
/// VERIFY account code: shows that the mail with the code has come. Who verifies a new account is logged in to it.
/// https://ircv3.net/specs/extensions/account-registration
/// </summary>
[IrcCommand("VERIFY", At.Session, Stages = Stages.Registering, MinParams = 2)]
public static class VerifyCommand
{
    /// <summary>What such a line is answered with.</summary>
    public static Line Fail(string code, string account, string why) =>
        StandardReply.Fail("VERIFY", code, why, account);

    [IrcCommand("VERIFY", At.Root, MinParams = 2, Secret = nameof(SecretOf), Cost = 2,
        Takes = "account code", Says = "Verifies the e-mail address of an account, with the code from the mail.")]
    static Decision Handle(Network net, Caller by, Line line)
    {
        if (AccountActs.RefusalToVerify(net, by.User, line.Params[0]) is var (code, why))
            return Fail(code, line.Params[0], why);
        Account account = net.FindAccount(line.Params[0])!;
        return new Decision(AccountActs.Verify(net, by, account), [Done(account.Name)]);
    }

    /// <summary>The same for who is no user yet, with the code that was proved.</summary>
    public static Decision Early(Network net, string name) =>
        net.FindAccount(name) is { IsUnverified: true } account
            ? new Decision([new AccountVerified(account.Name)], [Done(account.Name)])
            : Fail("INVALID_CODE", name, EmailRules.WrongCode);

    private static Line Done(string account) =>
        new(null, "VERIFY", "SUCCESS", account, "The account is verified") { Trailing = true };

    static LineSecret? SecretOf(NetworkConfig config, User by, Line line) =>
        line.Params is [var account, var code, ..] ? SecretOfCode(config, by, line, account, code, 1) : null;

    /// <summary>The parameter with that index is a code.</summary>
    internal static LineSecret SecretOfCode(
        NetworkConfig config, User by, Line line, string account, string code, int at) =>
        LineSecret.Of(
            EmailRules.RefusalToVerify(config, by, account) is null ? Purpose.EmailCode : Purpose.None, account,
            line with { Params = [.. line.Params.Take(at + 1)] }, at) with { Password = "", Code = code };
}
