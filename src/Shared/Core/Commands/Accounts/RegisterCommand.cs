using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;

namespace IrcNats.Commands;

/// <summary>
/// REGISTER account e-mail password: makes the user's nick an account. Where the network sends mail, the address is
/// verified first; elsewhere it is not kept. https://ircv3.net/specs/extensions/account-registration
/// </summary>
[IrcCommand("REGISTER", At.Session, Stages = Stages.Registering, MinParams = 3)]
public static class RegisterCommand
{
    /// <summary>What such a line is answered with.</summary>
    public static Line Fail(string code, string account, string why) =>
        StandardReply.Fail("REGISTER", code, why, account);

    [IrcCommand("REGISTER", At.Root, MinParams = 3, Secret = nameof(SecretOf), Cost = 3,
        Takes = "account|* e-mail|* password", Says = "Registers your nick as an account, with that password.")]
    static Decision Handle(Network net, Caller by, Line line)
    {
        if (AccountRules.RefusalToRegister(net, by.User) is var (code, why)) return Fail(code, by.Nick, why);
        if (!IsOwnNick(net.Config, by.User, line.Params[0]))
            return Fail("ACCOUNT_NAME_MUST_BE_NICK", line.Params[0], "An account has the name of its owner's nick");
        if (line.Params[2].Length == 0)
            return Fail("UNACCEPTABLE_PASSWORD", by.Nick, $"A password has 1 to {AccountRules.PasswordMost} bytes");
        if (net.Config.Accounts.Email.IsRequired && line.Params[1] != Hidden)
            return Fail("INVALID_EMAIL", by.Nick, EmailRules.NoAddress);
        if (AccountActs.RefusalOfEmail(net, by.Email) is var (later, reason)) return Fail(later, by.Nick, reason);
        return new Decision(AccountActs.Register(by), [Done(by.Nick, by.Email)]);
    }

    /// <summary>The same for who is no user yet, with the password and the address that were proved.</summary>
    public static Decision Early(
        Network net, string name, ReadOnlyMemory<byte> secret, ReadOnlyMemory<byte> email) =>
        (AccountRules.RefusalToRegister(net, name) ?? AccountActs.RefusalOfEmail(net, email)) is var (code, why)
            ? Fail(code, name, why)
            : new Decision([new AccountRegistered(name, secret) { Address = email }], [Done(name, email)]);

    private static Line Done(string account, ReadOnlyMemory<byte> email) => email.IsEmpty
        ? new Line(null, "REGISTER", "SUCCESS", account, "Account created") { Trailing = true }
        : new Line(null, "REGISTER", "VERIFICATION_REQUIRED", account, EmailRules.Mailed) { Trailing = true };

    // The rest of a line that is refused is not hashed, but hidden all the same. What is no address is shown as *.
    static LineSecret? SecretOf(NetworkConfig config, User by, Line line)
    {
        if (line.Params is not [var account, var email, var password, ..]) return null;
        string? address = LineSecret.EmailOf(config, email);
        bool isPassword = AccountRules.IsPassword(password);
        bool isFine = isPassword && address is not null && AccountRules.RefusalToRegister(config, by) is null
            && IsOwnNick(config, by, account);
        Line shown = line with
        {
            Params = [account, address is { Length: > 0 } ? Hidden : "*", isPassword ? Hidden : ""], Trailing = false,
        };
        return isFine
            ? new LineSecret(Purpose.NewPassword, by.Nick, password, shown) { Email = address! }
            : new LineSecret(Purpose.None, "", "", shown);
    }

    private const string Hidden = LineSecret.Hidden;

    private static bool IsOwnNick(NetworkConfig config, User by, string account) => account == "*"
        || Folded.Of(account, config.Casemapping) == Folded.Of(by.Nick, config.Casemapping);
}
