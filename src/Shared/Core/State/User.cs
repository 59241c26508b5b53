using IrcNats.Protocol;
using MessagePack;

namespace IrcNats.State;

/// <summary>A user on the network, with a nick. Immutable: an event replaces it.</summary>
[MessagePackObject]
public sealed partial record User
{
    [Key(0)] public required UserId Id { get; init; }
    [Key(1)] public required string Nick { get; init; }
    [Key(2)] public required string Username { get; init; }
    /// <summary>The host that others see.</summary>
    [Key(3)] public required string Host { get; init; }
    [Key(4)] public required string Realname { get; init; }
    /// <summary>The address the connection comes from; only the user and operators see it.</summary>
    [Key(5)] public string Address { get; init; } = "";
    [Key(6)] public UserModes Modes { get; init; }
    [Key(7)] public string? Account { get; init; }
    [Key(8)] public string? Away { get; init; }
    /// <summary>Unix milliseconds.</summary>
    [Key(9)] public long SignedOn { get; init; }
    [Key(10)] public SessionId Session { get; init; }
    /// <summary>The oper block in use; null for everyone else.</summary>
    [Key(11)] public Oper? Oper { get; init; }

    /// <summary>
    /// Users whose messages they accept although +g or +R is set; at most <see cref="Limits.AcceptEntries"/>.
    /// </summary>
    [Key(12)] public IReadOnlyList<UserId> Accepts { get; init; } = [];
    /// <summary>When they were last told that somebody messaged them although +g is set; Unix milliseconds.</summary>
    [Key(13)] public long CallerToldAt { get; init; }
    /// <summary>When they knocked last; Unix milliseconds.</summary>
    [Key(14)] public long KnockedAt { get; init; }
    [Key(16)] public IReadOnlyList<MetadataItem> Metadata { get; init; } = [];
    /// <summary>SHA-256 of their TLS certificate in lower-case hexadecimal digits; null: they showed none.</summary>
    [Key(18)] public string? Certfp { get; init; }
    /// <summary>The gateway they came through (WEBIRC); null: none.</summary>
    [Key(19)] public string? Gateway { get; init; }

    /// <summary>Digest of the token that brings the user back when their leaf was lost; null: none.</summary>
    [Key(21)] public string? Resume { get; init; }

    /// <summary>The name of their address, from DNS or their gateway; null: it has none.</summary>
    [Key(22)] public string? Hostname { get; init; }
    /// <summary>The cloak of their address; null: none.</summary>
    [Key(23)] public string? Cloak { get; init; }
    [Key(24)] public Via Via { get; init; }

    /// <summary>Users with whom they talked, newest first; at most <see cref="TargetsKept"/>.</summary>
    [Key(25)] public IReadOnlyList<UserId> Targets { get; init; } = [];
    /// <summary>Until when their new targets are paid for; Unix milliseconds.</summary>
    [Key(26)] public long TargetsDue { get; init; }
    /// <summary>Which notices of the server they want (+s).</summary>
    [Key(27)] public SnoMasks SnoMasks { get; init; }
    /// <summary>Where the address of their first connection is, as its leaf found it; null: nobody knows.</summary>
    [Key(30)] public Location? Place { get; init; }
    /// <summary>
    /// What the cloak would be with the secrets before this one (server.ip-cloaking.previous-secrets), so that masks
    /// with those still match; null: there are none.
    /// </summary>
    [Key(32)] public IReadOnlyList<string>? EarlierCloaks { get; init; }
    /// <summary>
    /// When their leaf, which is taken out of service, ended their connection (Unix milliseconds); null: it did not.
    /// Saved in <see cref="UserRow"/>: no event has it.
    /// </summary>
    [IgnoreMember] public long? SentAwayAt { get; init; }

    /// <summary>How many users somebody is remembered to have talked with.</summary>
    public const int TargetsKept = 50;
    [IgnoreMember] public bool IsOper => Oper is not null;
    [IgnoreMember] public string Hostmask => $"{Nick}!{Username}@{Host}";

    /// <summary>
    /// The texts with which masks of channels are compared: the hostmask; the cloak too, if another host hides it, and
    /// earlier ones; the address too, if a DNS name stands for it. An address behind a cloak or an operator's host is
    /// left out, because it could be found out by banning.
    /// </summary>
    [IgnoreMember]
    public IReadOnlyList<string> Hostmasks => (OpenAddress ?? Cloak) is { } other && other != Host
        ? [Hostmask, Of(other), .. (EarlierCloaks ?? []).Select(Of)]
        : EarlierCloaks is { } earlier ? [Hostmask, .. earlier.Select(Of)]
        : [Hostmask];

    /// <summary>The address, if others see it or its name; null if something hides it.</summary>
    [IgnoreMember]
    public string? OpenAddress => Cloak is null && (Host == Address || Host == Hostname) ? Address : null;

    private string Of(string host) => $"{Nick}!{Username}@{host}";

    public bool Has(UserModes mode) => (Modes & mode) != 0;
}

/// <summary>User modes as bits; the letters are in <see cref="UserModeTable"/>.</summary>
[Flags]
public enum UserModes
{
    None = 0,
    Invisible = 1,
    Operator = 2,
    Wallops = 4,
    Bot = 8,
    Secure = 16,
    CallerId = 32,
    RegisteredOnly = 64,
    NoCtcp = 128,
    ServerNotices = 256,
}
