using IrcNats.State;

namespace IrcNats.Root.Config;

/// <summary>The keys of accounts. Wrong passwords are counted by accounts.login-throttling, which is in
/// <see cref="ConfigKeys"/>.</summary>
static class AccountKeys
{
    // accounts.nick-reservation.method.
    private enum ReservationMethod { Strict, Optional }

    private const int LeastIterations = 4096, MostIterations = 2_000_000;

    public static IReadOnlyList<ConfigKey> All { get; } =
    [
        Account("accounts.authentication-enabled", Kinds.Switch, a => a.Authentication,
            (a, v) => a with { Authentication = v },
            "whether there are accounts, to which users log in; they need network.secret-file, too"),
        Account("accounts.registration.enabled", Kinds.Switch, a => a.Registration,
            (a, v) => a with { Registration = v },
            "whether users may register their nicks as accounts (REGISTER, NickServ)"),
        Account("accounts.registration.allow-before-connect", Kinds.Switch, a => a.BeforeConnect,
            (a, v) => a with { BeforeConnect = v },
            "whether who has not finished their connection may, too; clients then can log in at once"),
        Account("accounts.registration.throttling.duration", Kinds.Span("1s", "1d"), a => a.RegistrationWindow,
            (a, v) => a with { RegistrationWindow = v }, "the time that max-attempts is for"),
        Account("accounts.registration.throttling.max-attempts", Kinds.Number(1, 10_000), a => a.RegistrationAttempts,
            (a, v) => a with { RegistrationAttempts = v }, "new passwords from one address in that time"),
        // After the number, which this switch takes away: the public configuration has one value for both, 0 for no
        // limit.
        Account("accounts.registration.throttling.enabled", Kinds.Switch, a => a.RegistrationAttempts > 0,
            (a, v) => v ? a : a with { RegistrationAttempts = 0 }, "whether new passwords are counted by address"),
        Account("accounts.registration.scram-iterations", Kinds.Number(LeastIterations, MostIterations),
            a => a.Iterations, (a, v) => a with { Iterations = v },
            "what each try of a password costs whoever hashes it (PBKDF2); a new password has it from then on"),
        Account("accounts.advertise-scram", Kinds.Switch, a => a.AdvertisesScram,
            (a, v) => a with { AdvertisesScram = v },
            "whether clients are told of SCRAM-SHA-256; some cannot use it although they try"),
        Account("accounts.require-sasl.enabled", Kinds.Switch, a => a.RequiresSasl,
            (a, v) => a with { RequiresSasl = v }, "whether only who logs in with SASL may come in"),
        Account("accounts.require-sasl.exempted", Kinds.Ranges, a => a.SaslExempted,
            (a, v) => a with { SaslExempted = v }, "addresses from which nobody has to"),
        Account("accounts.nick-reservation.enabled", Kinds.Switch, a => a.ReservesNicks,
            (a, v) => a with { ReservesNicks = v },
            "whether the nick of an account is for those alone who are logged in to it"),
        Account("accounts.nick-reservation.method", Kinds.OneOf<ReservationMethod>(),
            a => a.ReservesOnDemand ? ReservationMethod.Optional : ReservationMethod.Strict,
            (a, v) => a with { ReservesOnDemand = v == ReservationMethod.Optional },
            "whether that is so for every account, or for those alone whose owners want it (optional)"),
        Account("accounts.nick-reservation.allow-custom-enforcement", Kinds.Switch, a => a.CustomEnforcement,
            (a, v) => a with { CustomEnforcement = v }, "whether owners may say that (NICKSERV SET ENFORCE)"),
        Account("accounts.nick-reservation.additional-nick-limit", Kinds.Number(0, 100), a => a.AdditionalNicks,
            (a, v) => a with { AdditionalNicks = v },
            "nicks that an account may have besides its name (NICKSERV GROUP)"),
        Account("accounts.multiclient.enabled", Kinds.Switch, a => a.Multiclient,
            (a, v) => a with { Multiclient = v },
            "whether several clients that log in to one account may be one user, on any leaf"),
        Account("accounts.multiclient.allowed-by-default", Kinds.Switch, a => a.MulticlientByDefault,
            (a, v) => a with { MulticlientByDefault = v },
            "whether they may where the account's owner has not said so (NICKSERV SET MULTICLIENT)"),
        Account("accounts.multiclient.always-on", Kinds.OneOf<OwnersChoice>(), a => a.AlwaysOn,
            (a, v) => a with { AlwaysOn = v },
            "whether a user stays when the last of their clients goes (NICKSERV SET ALWAYS-ON)"),
        Account("accounts.multiclient.always-on-expiration", Kinds.LongSpan("0s", "3650d"), a => a.AlwaysOnFor,
            (a, v) => a with { AlwaysOnFor = v }, "for how long such a user stays; 0s: for ever"),
        Account("accounts.multiclient.auto-away", Kinds.OneOf<OwnersChoice>(), a => a.AutoAway,
            (a, v) => a with { AutoAway = v }, "whether such a user is away meanwhile (NICKSERV SET AUTO-AWAY)"),
        Account("accounts.login-via-pass-command", Kinds.Switch, a => a.LoginViaPass,
            (a, v) => a with { LoginViaPass = v },
            "whether PASS account:password logs in, where the server has no password itself"),
    ];

    private static ConfigKey<T> Account<T>(
        string path, Kind<T> kind, Func<AccountsConfig, T> get, Func<AccountsConfig, T, AccountsConfig> with,
        string meaning) => ConfigKeys.Public(
        path, kind, c => get(c.Accounts), (c, v) => c with { Accounts = with(c.Accounts, v) }, meaning);
}
