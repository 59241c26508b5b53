using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Root.Config;

/// <summary>The keys of e-mail addresses of accounts, and of the relay that sends mail.</summary>
static class EmailKeys
{
    private const string Group = "accounts.registration.email-verification.";

    private static readonly Kind<string> s_address = Kinds.Scalar("e-mail address", text =>
        EmailAddress.Parse(text) ?? throw new FormatException($"'{text}' is no e-mail address"));

    public static IReadOnlyList<ConfigKey> All { get; } =
    [
        Email("accounts.registration.verify-timeout", Kinds.LongSpan("1m", "30d"), e => e.VerifyTimeout,
            (e, v) => e with { VerifyTimeout = v },
            "how long an e-mail address can be verified; an account that is not in time is removed"),
        Email(Group + "enabled", Kinds.Switch, e => e.IsRequired, (e, v) => e with { IsRequired = v },
            "whether an account needs an e-mail address, to which a code is mailed"),
        Mail("sender", s_address, (m, v) => m with { Sender = v }, "who the mails are from"),
        Mail("require-tls", Kinds.Switch, (m, v) => m with { RequiresTls = v },
            "whether mail is sent to the relay only over TLS; yes, if nothing is said"),
        Mail("mta.server", Kinds.Word(255), (m, v) => m with { Server = v }, "the relay that takes the mails"),
        Mail("mta.port", Kinds.Number(1, 65_535), (m, v) => m with { Port = v }, "its port; 25, if nothing is said"),
        Mail("mta.username", Kinds.Text(255), (m, v) => m with { Username = v },
            "the name by which the relay knows us, if it asks for one"),
        Mail("mta.password", Kinds.Text(255), (m, v) => m with { Password = v }, "the password for that"),
        Mail("mta.implicit-tls", Kinds.Switch, (m, v) => m with { ImplicitTls = v },
            "whether TLS begins at once (port 465), and not by STARTTLS"),
        Mail("timeout", Kinds.Span("1s", "10m"), (m, v) => m with { Timeout = v },
            "how long the relay may take for one mail; 60s, if nothing is said"),
        Draft("address-blacklist", Kinds.List(1000, TextPattern.Longest), (m, v) => m.Refused = v,
            "addresses that nobody may use, such as *@example.com"),
        Draft("address-blacklist-syntax", Kinds.OneOf<MailDraft.Syntax>(), (m, v) => m.RefusedSyntax = v,
            "how they are written: masks (glob), or expressions that take linear time (regex)"),
        Email(Group + "password-reset.enabled", Kinds.Switch, e => e.ResetsPasswords,
            (e, v) => e with { ResetsPasswords = v },
            "whether who has forgotten a password gets a code by e-mail (NICKSERV SENDPASS, RESETPASS)"),
        Email(Group + "password-reset.cooldown", Kinds.LongSpan("1m", "30d"), e => e.ResetCooldown,
            (e, v) => e with { ResetCooldown = v }, "time between two such mails for an account"),
        Email(Group + "password-reset.timeout", Kinds.LongSpan("1m", "30d"), e => e.ResetTimeout,
            (e, v) => e with { ResetTimeout = v }, "how long such a code is good"),
    ];

    /// <summary>What is wrong with these keys together: the key and why.</summary>
    public static IEnumerable<(string Key, string Fault)> Faults(ConfigDraft draft)
    {
        MailSettings mail = draft.Mail.Settings;
        if (draft.Public.Accounts.Email.IsRequired)
        {
            if (mail.Sender.Length == 0) yield return (Group + "enabled", "needs sender: who the mails are from");
            if (mail.Server.Length == 0) yield return (Group + "enabled", "needs mta.server: a relay that takes mail");
        }

        if (mail is { Username: not null, Password: null }) yield return (Group + "mta.username", "needs mta.password");
        if (mail is { Username: not null, RequiresTls: false, ImplicitTls: false })
            yield return (Group + "mta.username", "is not sent without TLS: say require-tls or implicit-tls");
        if (draft.Public.Accounts.Email is { ResetsPasswords: true, IsRequired: false })
            yield return (Group + "password-reset.enabled", "needs email-verification.enabled");
        if (draft.Mail.FaultOfRefused() is { } fault) yield return (Group + "address-blacklist", fault);
    }

    private static ConfigKey<T> Email<T>(
        string path, Kind<T> kind, Func<EmailConfig, T> get, Func<EmailConfig, T, EmailConfig> with, string meaning) =>
        ConfigKeys.Public(
            path, kind, c => get(c.Accounts.Email),
            (c, v) => c with { Accounts = c.Accounts with { Email = with(c.Accounts.Email, v) } }, meaning);

    private static ConfigKey<T> Mail<T>(
        string key, Kind<T> kind, Func<MailSettings, T, MailSettings> with, string meaning) =>
        Draft(key, kind, (m, v) => m.Settings = with(m.Settings, v), meaning);

    private static ConfigKey<T> Draft<T>(string key, Kind<T> kind, Action<MailDraft, T> set, string meaning) =>
        new(Group + key, kind, null, (draft, _, value) => set(draft.Mail, value), meaning);
}
