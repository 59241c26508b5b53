using System.Globalization;
using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;

namespace IrcNats.Commands;

/// <summary>
/// NickServ SET, GET, CERT and DROP: what an account's owner changes of it.
/// https://github.com/ergochat/ergo/blob/stable/docs/USERGUIDE.md
/// </summary>
static class NickServSettings
{
    private const string Enforce = "ENFORCE", Email = "EMAIL";

    public static IReadOnlyList<ServiceVerb> Verbs { get; } =
    [
        new("SET",
            "PASSWORD password | EMAIL address | ENFORCE none|strict|default | MULTICLIENT|ALWAYS-ON|AUTO-AWAY"
            + " on|off|default",
            "gives your account another password or address, says whether its nicks are for you alone, whether several"
            + " clients of yours may be one user, and whether it stays without any", Set)
        {
            Secret = SecretOfSet,
        },
        new("GET", "EMAIL | ENFORCE | MULTICLIENT | ALWAYS-ON | AUTO-AWAY",
            "tells your account's address, or what is set", Get),
        new("CERT", "LIST | ADD [fingerprint] | DEL fingerprint",
            "says which TLS certificates log in to your account (SASL EXTERNAL); ADD alone takes the one you show",
            Cert),
        new("DROP", "account [code]", "gives your account up, for ever; you are told the code first", Drop),
        new("UNREGISTER", "account [code]", "is the same as DROP", Drop),
    ];

    public static Decision BadPassword(Network net, Caller by) =>
        NickServ.Notice(net, by, $"A password has 1 to {AccountRules.PasswordMost} bytes");

    private static Decision Set(Network net, Caller by, IReadOnlyList<string> words)
    {
        SwitchSetting? setting = SwitchSetting.Find(words.ElementAtOrDefault(1));
        if (words.Count < 3 || !(Is(words[1], "PASSWORD") || Is(words[1], Email) || Is(words[1], Enforce)
            || setting is not null))
            return NickServ.Usage(net, by, "SET");
        if (OwnOf(net, by) is not { } account) return NotLoggedIn(net, by);
        if (setting is not null) return setting.Set(net, by, account, words[2]);
        if (Is(words[1], Email)) return SetEmail(net, by, account);
        if (Is(words[1], Enforce)) return SetEnforcement(net, by, account, words[2]);
        if (by.Secret.IsEmpty) return BadPassword(net, by);
        return new Decision(
            [new AccountPasswordSet(account.Name, by.Secret)],
            [NickServ.Notice(net, by, "Your account has that password now")]);
    }

    // The old address stays until the new one is verified.
    private static Decision SetEmail(Network net, Caller by, Account account)
    {
        string? refusal = !net.Config.Accounts.Email.IsRequired ? EmailRules.NoMail
            : by.Email.IsEmpty ? EmailRules.NoAddress
            : EmailRules.IsFull(net) ? EmailRules.TooMany
            : null;
        return refusal is not null
            ? NickServ.Notice(net, by, refusal)
            : new Decision(
                [new CodeAsked(account.Name, MailKind.NewAddress, by.Email, by.Id)],
                [NickServ.Notice(net, by, $"A mail with a code is on its way: write VERIFY {account.Name} code")]);
    }

    private static Decision GetEmail(Network net, Caller by, Account account) =>
        NickServIdentity.EmailOf(by, account).ToArray() is { Length: > 0 } told
            ? Decision.Reply(told.Select(text => NickServ.Notice(net, by, text)))
            : NickServ.Notice(net, by, "Your account has no e-mail address");

    // "optional" is Ergo's word for it, too.
    private static Decision SetEnforcement(Network net, Caller by, Account account, string value)
    {
        if (!net.Config.Accounts.CustomEnforcement)
            return NickServ.Notice(net, by, "The network says here whether nicks are reserved, not you");
        NickEnforcement? wanted = value.ToUpperInvariant() switch
        {
            "NONE" or "OPTIONAL" => NickEnforcement.None,
            "STRICT" => NickEnforcement.Strict,
            "DEFAULT" => NickEnforcement.Default,
            _ => null,
        };
        if (wanted is not { } enforcement) return NickServ.Usage(net, by, "SET");
        return new Decision(
            enforcement == account.Enforcement ? [] : [new AccountEnforcementSet(account.Name, enforcement)],
            [ToldEnforcement(net, by, account with { Enforcement = enforcement })]);
    }

    private static Decision Get(Network net, Caller by, IReadOnlyList<string> words)
    {
        SwitchSetting? setting = SwitchSetting.Find(words.ElementAtOrDefault(1));
        if (words.Count < 2 || !(Is(words[1], Email) || Is(words[1], Enforce) || setting is not null))
            return NickServ.Usage(net, by, "GET");
        return OwnOf(net, by) is not { } account ? NotLoggedIn(net, by)
            : Is(words[1], Email) ? GetEmail(net, by, account)
            : setting?.Tell(net, by, account) ?? ToldEnforcement(net, by, account);
    }

    private static Line ToldEnforcement(Network net, Caller by, Account account) => NickServ.Notice(
        net, by, AccountRules.EnforcementOf(net.Config.Accounts, account) == NickEnforcement.Strict
            ? "Nobody else may take your account's nicks (strict)"
            : "Others may take your account's nicks (none)");

    private static LineSecret? SecretOfSet(NetworkConfig config, User by, Line line)
    {
        if (line.Params.Count < 3 || Is(line.Params[1], Enforce) || SwitchSetting.Find(line.Params[1]) is not null)
            return null;
        if (Is(line.Params[1], Email)) return SecretOfEmail(config, by, line);
        bool mayBe = by.Account is not null && Is(line.Params[1], "PASSWORD");
        return LineSecret.OfNewPassword(mayBe, by.Account ?? "", line, 2);
    }

    // What is no address is shown as "*", so that the root knows of it, too.
    private static LineSecret SecretOfEmail(NetworkConfig config, User by, Line line)
    {
        string? address = LineSecret.AddressIn(line.Params[2]);
        bool isFine = address is not null && by.Account is not null && config.Accounts.Email.IsRequired;
        string[] shown = [.. line.Params.Take(2), address is null ? "*" : LineSecret.Hidden];
        return new LineSecret(
            isFine ? Purpose.NewEmail : Purpose.None, by.Account ?? "", "",
            line with { Params = shown, Trailing = false })
        {
            Email = address ?? "",
        };
    }

    private static Decision Cert(Network net, Caller by, IReadOnlyList<string> words)
    {
        if (OwnOf(net, by) is not { } account) return NotLoggedIn(net, by);
        string sub = words.ElementAtOrDefault(1) ?? "";
        if (Is(sub, "LIST")) return List(net, by, account);
        string? given = words.Count > 2 ? words[2] : Is(sub, "ADD") ? by.Certfp : null;
        if (given is null || !(Is(sub, "ADD") || Is(sub, "DEL"))) return NickServ.Usage(net, by, "CERT");
        if (Fingerprint(given) is not { } certfp)
            return NickServ.Notice(net, by, "A fingerprint is 64 hexadecimal digits: the SHA-256 of a certificate");
        return Is(sub, "ADD") ? Add(net, by, account, certfp) : Remove(net, by, account, certfp);
    }

    private static Decision List(Network net, Caller by, Account account) => Decision.Reply(
        [
            .. account.Certfps.Select((certfp, i) =>
                NickServ.Notice(net, by, string.Create(CultureInfo.InvariantCulture, $"{i + 1}: {certfp}"))),
            NickServ.Notice(net, by, $"Certificates: {account.Certfps.Count}"),
        ]);

    private static Decision Add(Network net, Caller by, Account account, string certfp)
    {
        if (net.FindAccountOf(certfp) is not null)
            return NickServ.Notice(net, by, "This certificate logs in to an account already");
        if (account.Certfps.Count >= Account.CertfpsMost)
            return NickServ.Notice(net, by, $"An account has at most {Account.CertfpsMost} certificates");
        return Changed(net, by, account, [.. account.Certfps, certfp], "This certificate logs in to your account now");
    }

    private static Decision Remove(Network net, Caller by, Account account, string certfp) =>
        account.Certfps.Contains(certfp)
            ? Changed(
                net, by, account, [.. account.Certfps.Where(c => c != certfp)],
                "This certificate logs in to your account no more")
            : NickServ.Notice(net, by, "This certificate is not one of your account's");

    private static Decision Changed(
        Network net, Caller by, Account account, IReadOnlyList<string> certfps, string told) =>
        new([new AccountCertificatesSet(account.Name, certfps)], [NickServ.Notice(net, by, told)]);

    private static Decision Drop(Network net, Caller by, IReadOnlyList<string> words)
    {
        if (OwnOf(net, by) is not { } account) return NotLoggedIn(net, by);
        if (words.Count < 2 || net.Fold(words[1]) != net.Fold(account.Name)) return NickServ.Usage(net, by, words[0]);
        string code = Confirmation.CodeOf("DROP", account.Name, account.RegisteredAt);
        if (words.ElementAtOrDefault(2) == code)
            return new Decision(AccountActs.Unregister(net, account), []);
        int channels = net.ChannelsFoundedBy(account.Name).Count;
        return Decision.Reply(
        [
            NickServ.Notice(net, by, $"Nobody, not even you, can ever have the account {account.Name} again"),
            .. channels == 0
                ? Array.Empty<Line>()
                : [NickServ.Notice(net, by, $"Its channels ({channels}) will be nobody's; TRANSFER gives one away")],
            NickServ.Notice(net, by, $"If that is what you want, write: DROP {account.Name} {code}"),
        ]);
    }

    // As certificates are compared: colons and capitals do not matter.
    private static string? Fingerprint(string text) =>
        text.Replace(":", "", StringComparison.Ordinal).ToLowerInvariant() is { Length: 64 } digits
        && digits.All(char.IsAsciiHexDigit)
            ? digits
            : null;

    private static Account? OwnOf(Network net, Caller by) =>
        by.User.Account is { } name ? net.FindAccount(name) : null;

    private static Decision NotLoggedIn(Network net, Caller by) => NickServ.Notice(net, by, "You are not logged in");

    private static bool Is(string word, string sub) => word.Equals(sub, StringComparison.OrdinalIgnoreCase);
}
