using MessagePack;

namespace IrcNats.State;

/// <summary>
/// server.ip-limits, besides the number of connections: which are counted together, over all leaves. Milliseconds.
/// </summary>
[MessagePackObject]
public sealed record IpLimitsConfig
{
    private static readonly IReadOnlyList<string> s_localhost = ["localhost"];

    /// <summary>cidr-len-ipv4: IPv4 addresses that share so many leading bits are counted together.</summary>
    [Key(0)] public int BitsV4 { get; init; } = 32;
    /// <summary>cidr-len-ipv6: the same for IPv6.</summary>
    [Key(1)] public int BitsV6 { get; init; } = 64;
    /// <summary>window.</summary>
    [Key(2)] public int Window { get; init; } = 600_000;
    /// <summary>throttle and max-connections-per-window: new ones in a window; 0 = no limit.</summary>
    [Key(3)] public int Arrivals { get; init; } = 32;
    /// <summary>exempted: addresses that are not counted.</summary>
    [Key(4)] public IReadOnlyList<string> Exempted { get; init; } = s_localhost;
    /// <summary>custom-limits.</summary>
    [Key(5)] public IReadOnlyList<CustomLimit> Custom { get; init; } = [];
}

/// <summary>Networks that are counted as one, with limits of their own: a gateway's, a university's.</summary>
[MessagePackObject]
public sealed record CustomLimit
{
    [Key(0)] public string Name { get; init; } = "";
    [Key(1)] public IReadOnlyList<string> Nets { get; init; } = [];
    /// <summary>At a time.</summary>
    [Key(2)] public int Connections { get; init; }
    /// <summary>New ones in a window.</summary>
    [Key(3)] public int Arrivals { get; init; }
}

/// <summary>server.tor-listeners: clients that come through Tor, all together. Milliseconds.</summary>
[MessagePackObject]
public sealed record TorConfig
{
    /// <summary>vhost: the host that others see of all of them.</summary>
    [Key(0)] public string Vhost { get; init; } = "tor-network.onion";
    /// <summary>max-connections; 0 = no limit.</summary>
    [Key(1)] public int Connections { get; init; } = 64;
    /// <summary>throttle-duration.</summary>
    [Key(2)] public int Window { get; init; } = 600_000;
    /// <summary>max-connections-per-duration; 0 = no limit.</summary>
    [Key(3)] public int Arrivals { get; init; } = 64;
}

/// <summary>server.ip-cloaking, without its secret: only roots have the secret, and they compute every cloak.</summary>
[MessagePackObject]
public sealed record CloakConfig
{
    /// <summary>enabled.</summary>
    [Key(0)] public bool Enabled { get; init; }
    /// <summary>netname: what every cloak ends in.</summary>
    [Key(1)] public string Netname { get; init; } = "irc";
    /// <summary>cidr-len-ipv4: IPv4 addresses that share so many leading bits have the same cloak.</summary>
    [Key(2)] public int BitsV4 { get; init; } = 32;
    /// <summary>cidr-len-ipv6: the same for IPv6.</summary>
    [Key(3)] public int BitsV6 { get; init; } = 64;
    /// <summary>num-bits: how much of the keyed hash is shown.</summary>
    [Key(4)] public int Bits { get; init; } = 64;
}
