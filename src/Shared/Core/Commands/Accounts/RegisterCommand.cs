using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;

namespace IrcNats.Commands;

/// <summary>
/// REGISTER account e-mail password: makes the user's nick an account. No address is kept and nothing has to be
/// verified. https://ircv3.net/specs/extensions/account-registration
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
        return new Decision(AccountActs.Register(by), [Done(by.Nick)]);
    }

    /// <summary>The same for who is no user yet, with the password that was proved.</summary>
    public static Decision Early(Network net, string name, ReadOnlyMemory<byte> secret) =>
        AccountRules.RefusalToRegister(net, name) is var (code, why)
            ? Fail(code, name, why)
            : new Decision([new AccountRegistered(name, secret)], [Done(name)]);

    private static Line Done(string account) =>
        new(null, "REGISTER", "SUCCESS", account, "Account created") { Trailing = true };

    // The rest of a line that is refused is not hashed, but hidden all the same.
    static LineSecret? SecretOf(NetworkConfig config, User by, Line line)
    {
        if (line.Params.Count < 3) return null;
        Line known = line with { Params = [.. line.Params.Take(3)] };
        if (!AccountRules.IsPassword(line.Params[2]))
            return new LineSecret(Purpose.None, "", "", known with { Params = [.. known.Params.Take(2), ""] });
        bool isFine = AccountRules.RefusalToRegister(config, by) is null && IsOwnNick(config, by, line.Params[0]);
        return LineSecret.Of(isFine ? Purpose.NewPassword : Purpose.None, by.Nick, known, 2);
    }

    private static bool IsOwnNick(NetworkConfig config, User by, string account) => account == "*"
        || Folded.Of(account, config.Casemapping) == Folded.Of(by.Nick, config.Casemapping);
}
