using IrcNats.Protocol;
using MessagePack;

namespace IrcNats.State;

/// <summary>The accounts group of the configuration. Times are in milliseconds.</summary>
[MessagePackObject]
public sealed record AccountsConfig
{
    private static readonly IReadOnlyList<string> s_localhost = [AddressRange.Localhost];

    /// <summary>accounts.authentication-enabled.</summary>
    [Key(0)] public bool Authentication { get; init; } = true;
    /// <summary>accounts.registration.enabled.</summary>
    [Key(1)] public bool Registration { get; init; }
    /// <summary>accounts.registration.throttling.max-attempts, of one address in the window; 0: any number.</summary>
    [Key(2)] public int RegistrationAttempts { get; init; } = 30;
    /// <summary>accounts.registration.throttling.duration.</summary>
    [Key(3)] public int RegistrationWindow { get; init; } = 600_000;
    /// <summary>accounts.registration.scram-iterations: what a new password costs each time it is tried.</summary>
    [Key(4)] public int Iterations { get; init; } = 100_000;
    /// <summary>accounts.nick-reservation.enabled: the nick of an account is for who is logged in to it.</summary>
    [Key(5)] public bool ReservesNicks { get; init; } = true;
    /// <summary>accounts.require-sasl.enabled.</summary>
    [Key(6)] public bool RequiresSasl { get; init; }
    /// <summary>accounts.require-sasl.exempted: addresses that need not log in.</summary>
    [Key(7)] public IReadOnlyList<string> SaslExempted { get; init; } = s_localhost;
    /// <summary>accounts.advertise-scram.</summary>
    [Key(8)] public bool AdvertisesScram { get; init; } = true;
    /// <summary>
    /// The key under which leaves seal new passwords' verifiers, so that only roots can open them; it is made from
    /// network.secret-file. Null: there is no such file, and so no accounts.
    /// </summary>
    [Key(9)] public string? SealKey { get; init; }

    /// <summary>accounts.nick-reservation.additional-nick-limit: nicks of an account besides its name.</summary>
    [Key(10)] public int AdditionalNicks { get; init; }
    /// <summary>accounts.nick-reservation.method is optional: nicks are reserved only where the owner wants it.
    /// </summary>
    [Key(11)] public bool ReservesOnDemand { get; init; }
    /// <summary>accounts.nick-reservation.allow-custom-enforcement: owners say whether their nicks are reserved.
    /// </summary>
    [Key(12)] public bool CustomEnforcement { get; init; }
    /// <summary>accounts.login-via-pass-command: PASS account:password logs in.</summary>
    [Key(13)] public bool LoginViaPass { get; init; } = true;
    /// <summary>accounts.registration.allow-before-connect: who is no user yet may register.</summary>
    [Key(14)] public bool BeforeConnect { get; init; } = true;

    /// <summary>accounts.registration.email-verification: what everybody may know of it.</summary>
    [Key(15)] public EmailConfig Email { get; init; } = new();

    /// <summary>accounts.multiclient.enabled: several clients of an account may be one user.</summary>
    [Key(16)] public bool Multiclient { get; init; } = true;
    /// <summary>accounts.multiclient.allowed-by-default: they may if the account's owner says nothing.</summary>
    [Key(17)] public bool MulticlientByDefault { get; init; } = true;
    /// <summary>accounts.multiclient.always-on: a user stays when the last of their clients goes.</summary>
    [Key(18)] public OwnersChoice AlwaysOn { get; init; }
    /// <summary>accounts.multiclient.always-on-expiration: for how long; 0: for ever.</summary>
    [Key(19)] public long AlwaysOnFor { get; init; }
    /// <summary>accounts.multiclient.auto-away: such a user is away meanwhile.</summary>
    [Key(20)] public OwnersChoice AutoAway { get; init; } = OwnersChoice.OptOut;

    /// <summary>accounts.auth-script.enabled: a program is asked about passwords and certificates; roots know which.
    /// </summary>
    [Key(21)] public bool AsksSidecar { get; init; }
    /// <summary>accounts.oauth2.enabled: who has given out a token is asked about it; roots know who.</summary>
    [Key(22)] public bool TakesTokens { get; init; }

    /// <summary>webpush.</summary>
    [Key(23)] public PushConfig Push { get; init; } = new();

    /// <summary>Whether there can be accounts.</summary>
    [IgnoreMember] public bool Exist => Authentication && SealKey is not null;

    /// <summary>Whether who comes from there has to log in. A client of Tor has no address that could be exempted.
    /// </summary>
    public bool NeedsSasl(string address, Via via) => Exist && RequiresSasl
        && (via.HasFlag(Via.Tor) || !AddressRange.AnyHas(SaslExempted, address));
}
