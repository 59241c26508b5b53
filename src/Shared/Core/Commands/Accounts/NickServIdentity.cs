using System.Globalization;
using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;

namespace IrcNats.Commands;

/// <summary>
/// NickServ REGISTER, IDENTIFY, LOGOUT and INFO. https://github.com/ergochat/ergo/blob/stable/docs/USERGUIDE.md
/// </summary>
static class NickServIdentity
{
    public static IReadOnlyList<ServiceVerb> Verbs { get; } =
    [
        new("REGISTER", "password [e-mail]", "registers your nick as an account, with that password", Register)
        {
            Secret = SecretOfRegister,
        },
        new("IDENTIFY", "[account[@device]] password", "logs you in", Identify) { Secret = SecretOfIdentify },
        new("LOGOUT", "", "logs you out", LogOut),
        new("INFO", "[account]", "tells about an account", Info),
    ];

    private static Decision Register(Network net, Caller by, IReadOnlyList<string> words)
    {
        if (AccountRules.RefusalToRegister(net, by.User) is var (_, why)) return NickServ.Notice(net, by, why);
        if (words.Count < 2) return NickServ.Usage(net, by, "REGISTER");
        if (by.Secret.IsEmpty)
            return words is [_, _, BadEmail, ..]
                ? NickServ.Notice(net, by, EmailRules.NoAddress + "; write: REGISTER password e-mail")
                : NickServSettings.BadPassword(net, by);
        if (AccountActs.RefusalOfEmail(net, by.Email) is var (_, later)) return NickServ.Notice(net, by, later);
        string told = by.Email.IsEmpty ? $"The account {by.Nick} is yours now" : EmailRules.Mailed;
        return new Decision(AccountActs.Register(by), [NickServ.Notice(net, by, told)]);
    }

    // Who may not register is told why; password and address are hidden all the same.
    private static LineSecret? SecretOfRegister(NetworkConfig config, User by, Line line)
    {
        if (line.Params is not [var verb, var password, ..]) return null;
        string? address = LineSecret.EmailOf(config, line.Params.ElementAtOrDefault(2) ?? "");
        bool isFine = address is not null && AccountRules.RefusalToRegister(config, by) is null
            && LineSecret.IsPassword(password);
        string[] shown = address is "" || !LineSecret.IsPassword(password)
            ? [verb, LineSecret.ShownOf(password)]
            : [verb, LineSecret.Hidden, address is null ? BadEmail : LineSecret.Hidden];
        return new LineSecret(
            isFine ? Purpose.NewPassword : Purpose.None, by.Nick, password,
            line with { Params = shown, Trailing = false })
        {
            Email = address ?? "",
        };
    }

    // In the place of what is no address.
    private const string BadEmail = "*";

    private static Decision Identify(Network net, Caller by, IReadOnlyList<string> words)
    {
        if (words.Count < 2) return NickServ.Usage(net, by, "IDENTIFY");
        if (NameIn(by.User, words) is not var (name, device)) return NickServ.Notice(net, by, LoginName.Refusal);
        if (IsLoggedInTo(net.Config, by.User, name))
            return NickServ.Notice(net, by, $"You are already logged in as {by.User.Account}");
        Account account = net.FindAccount(name)!;
        if (AccountRules.RefusalToLogIn(net, account) is { } why) return NickServ.Notice(net, by, why);
        return new Decision(
            AccountActs.LogIn(net, by, account, device),
            [NickServ.Notice(net, by, $"You are logged in as {account.Name}")]);
    }

    private static LineSecret? SecretOfIdentify(NetworkConfig config, User by, Line line)
    {
        if (line.Params.Count < 2) return null;
        int at = Math.Min(line.Params.Count - 1, 2);
        LoginName? name = NameIn(by, line.Params);
        bool isDue = name is { } known && !IsLoggedInTo(config, by, known.Account);
        return LineSecret.Of(
            isDue ? Purpose.Login : Purpose.None, name?.Account ?? "",
            line with { Params = [.. line.Params.Take(at + 1)] }, at);
    }

    // Who names no account means the one of their nick, which may have letters that no device has. Null: it is none.
    private static LoginName? NameIn(User by, IReadOnlyList<string> words) =>
        words.Count > 2 ? LoginName.Read(words[1]) : new LoginName(by.Nick, null);

    private static bool IsLoggedInTo(NetworkConfig config, User user, string name) =>
        user.Account is { } account
        && Folded.Of(account, config.Casemapping) == Folded.Of(name, config.Casemapping);

    private static Decision LogOut(Network net, Caller by, IReadOnlyList<string> words) => by.User.Account is null
        ? NickServ.Notice(net, by, "You are not logged in")
        : new Decision(AccountActs.LogOut(net, by.User, by.Session), [NickServ.Notice(net, by, "You are logged out")]);

    private static Decision Info(Network net, Caller by, IReadOnlyList<string> words)
    {
        string name = words.Count > 1 ? words[1] : by.User.Account ?? by.Nick;
        if (net.FindAccount(name) is not { IsUnregistered: false } account)
            return NickServ.Notice(net, by, "There is no such account");
        string registered = DateTimeOffset.FromUnixTimeMilliseconds(account.RegisteredAt)
            .ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
        List<string> told = [$"Account: {account.Name}", $"Registered: {registered}"];
        bool isOpers = OperRules.May(by.User, OperCapabilities.Accounts);
        if (isOpers || by.User.Account == account.Name)
        {
            told.Add($"Certificates: {account.Certfps.Count}");
            told.AddRange(EmailOf(by, account));
        }

        if (account.Nicks.Count > 0) told.Add($"Other nicks: {string.Join(", ", account.Nicks)}");
        if (isOpers) told.Add($"Logged in: {net.UsersOf(account.Name).Count}");
        if (account.Suspended is { } how)
            told.Add(isOpers ? $"Suspended by {how.By}: {how.Reason}" : "The account is suspended");
        return Decision.Reply(told.Select(text => NickServ.Notice(net, by, text)));
    }

    /// <summary>The addresses that an account has and is to have. Only its owner and operators may read them.</summary>
    public static IEnumerable<string> EmailOf(Caller by, Account account)
    {
        if (by.Unsealed(account, account.Email) is { } email) yield return $"E-mail: {email}";
        if (account.Unproved is { } unproved && by.Unsealed(account, unproved.Address) is { } next)
            yield return $"E-mail, to be verified: {next}";
    }
}
