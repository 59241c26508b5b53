using System.Globalization;
using MessagePack;

namespace IrcNats.State;

/// <summary>What a ban of the network keeps out, or what a reservation keeps free; the numbers are in the log.
/// </summary>
public enum BanKind
{
    /// <summary>Connections from an address, or from a network of addresses.</summary>
    Address = 1,
    /// <summary>Users by nick!user@host.</summary>
    Mask = 2,
    /// <summary>A reservation: only operators take a nick that fits.</summary>
    Nick = 3,
    /// <summary>A reservation: only operators join a channel whose name fits.</summary>
    Channel = 4,
    /// <summary>Who is logged in to an account: "account:name".</summary>
    Account = 5,
    /// <summary>Who shows a TLS certificate: "fingerprint:" and its SHA-256 in hexadecimal digits.</summary>
    Certificate = 6,
    /// <summary>A lockdown of a channel, or of the network ("*").</summary>
    Lock = 7,
    /// <summary>Connections from a country: "country:" and its two letters.</summary>
    Country = 8,
    /// <summary>Connections from an autonomous system: "asn:" and its number.</summary>
    Asn = 9,
}

/// <summary>What becomes of whom a ban fits; the numbers are in the log.</summary>
public enum BanEffect
{
    /// <summary>They are kept out.</summary>
    KeepsOut = 0,
    /// <summary>They are kept out unless they are logged in to an account.</summary>
    NeedsLogin = 1,
    /// <summary>It is none: whoever it fits is hit by no ban.</summary>
    Exempts = 2,
}

/// <summary>A ban of the whole network, or a reservation of names. Immutable. Times are Unix milliseconds.</summary>
/// <param name="Target">What it is for, in the one form in which it is compared: see Rules/BanTarget.cs.</param>
/// <param name="Reason">Whoever it hits is told it.</param>
/// <param name="SetBy">Hostmask of the operator.</param>
[MessagePackObject]
public sealed record NetworkBan(
    [property: Key(0)] BanKind Kind, [property: Key(1)] string Target, [property: Key(2)] string Reason,
    [property: Key(3)] string SetBy, [property: Key(4)] long SetAt)
{
    /// <summary>When the server takes it off by itself; null: it stays.</summary>
    [Key(5)] public long? ExpiresAt { get; init; }
    /// <summary>A reason that only operators see; null: none.</summary>
    [Key(6)] public string? Note { get; init; }
    [Key(7)] public BanEffect Effect { get; init; }

    /// <summary>The account or the fingerprint that it is for, without the word before it.</summary>
    [IgnoreMember] public string Subject => Target[(Target.IndexOf(':', StringComparison.Ordinal) + 1)..];

    /// <summary>It is compared with who somebody is, unlike a reservation or a lockdown.</summary>
    [IgnoreMember]
    public bool IsOfPeople => !IsReservation && Kind != BanKind.Lock;

    /// <summary>The word before the subject of a ban of that kind, in its target.</summary>
    public static string WordOf(BanKind kind) => kind switch
    {
        BanKind.Account => "account:",
        BanKind.Certificate => "fingerprint:",
        BanKind.Country => "country:",
        BanKind.Asn => "asn:",
        _ => "",
    };

    /// <summary>The target of a ban of that kind that fits somebody; null: none can.</summary>
    public static string? TargetFor(BanKind kind, string? certfp, Location? place) => kind switch
    {
        BanKind.Certificate when certfp is not null => WordOf(kind) + certfp,
        BanKind.Country when place?.Country is { } country => WordOf(kind) + country,
        BanKind.Asn when place?.Asn is { } asn => string.Create(CultureInfo.InvariantCulture, $"{WordOf(kind)}{asn}"),
        _ => null,
    };

    [IgnoreMember] public bool IsReservation => Kind is BanKind.Nick or BanKind.Channel;
}

/// <summary>Whom bans are compared with: who somebody is, or wants to be.</summary>
/// <param name="Hosts">Every host they have: the one that is seen, the name of their address, their cloak.</param>
/// <param name="Address">The address that they come from.</param>
public readonly record struct BanSubject(
    string Nick, string Username, IReadOnlyList<string> Hosts, string Address)
{
    /// <summary>The account that they are logged in to; null: none.</summary>
    public string? Account { get; init; }
    /// <summary>The fingerprint of their TLS certificate; null: they showed none.</summary>
    public string? Certfp { get; init; }
    /// <summary>Where their address is; null: nobody knows.</summary>
    public Location? Place { get; init; }
}
