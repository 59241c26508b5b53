using MessagePack;

namespace IrcNats.State;

/// <summary>
/// connection-classes: limits of a group of clients, which they have instead of everybody's. A client is of the first
/// class whose conditions all hold for it.
/// </summary>
[MessagePackObject]
public sealed record ConnectionClass
{
    /// <summary>Classes that there may be: each may be looked at for each client.</summary>
    public const int Most = 32;

    /// <summary>Bytes of a name.</summary>
    public const int NameLen = 32;

    [Key(0)] public string Name { get; init; } = "";
    /// <summary>nets: where it connects from, one of these; empty: from anywhere.</summary>
    [Key(1)] public IReadOnlyList<string> Nets { get; init; } = [];
    /// <summary>via: how it came, in one of these ways.</summary>
    [Key(2)] public CameBy By { get; init; }
    /// <summary>account: whether it is logged in; null: does not matter.</summary>
    [Key(3)] public bool? Account { get; init; }
    /// <summary>max-clients: connections of the class, over all leaves; null: any number.</summary>
    [Key(4)] public int? Clients { get; init; }
    /// <summary>max-connections-per-address; null: as server.ip-limits says.</summary>
    [Key(5)] public int? PerAddress { get; init; }
    /// <summary>max-sendq; null: server.max-sendq.</summary>
    [Key(6)] public int? MaxSendq { get; init; }
    /// <summary>burst-limit; null: fakelag.burst-limit.</summary>
    [Key(7)] public int? BurstLimit { get; init; }
    /// <summary>messages-per-window; null: fakelag.messages-per-window.</summary>
    [Key(8)] public int? MessagesPerWindow { get; init; }
    /// <summary>countries: where its address is, one of these; empty: anywhere.</summary>
    [Key(9)] public IReadOnlyList<string> Countries { get; init; } = [];
    /// <summary>asns: whose its address is, one of these autonomous systems; empty: anybody's.</summary>
    [Key(10)] public IReadOnlyList<long> Asns { get; init; } = [];

    /// <summary>Everybody is of it, who is of none before it.</summary>
    [IgnoreMember]
    public bool HasAll =>
        Nets.Count + Countries.Count + Asns.Count == 0 && By == CameBy.AnyWay && Account is null;

    /// <summary>Whether addresses of that place may be of it. Where nobody knows the place, no condition of it holds.
    /// </summary>
    public bool IsOf(Location? place) =>
        (Countries.Count == 0 || (place?.Country is { } country && Countries.Contains(country)))
        && (Asns.Count == 0 || (place?.Asn is { } asn && Asns.Contains(asn)));
}

/// <summary>Ways in which clients come; the configuration names them in lower case.</summary>
[Flags]
public enum CameBy
{
    /// <summary>It does not matter.</summary>
    AnyWay = 0,
    /// <summary>The connection can be read on its way.</summary>
    Plain = 1,
    /// <summary>It cannot: TLS, or server.secure-nets.</summary>
    Tls = 2,
    Websocket = 4,
    Tor = 8,
    Unix = 16,
    /// <summary>WEBIRC.</summary>
    Gateway = 32,
}
