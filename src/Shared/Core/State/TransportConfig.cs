using IrcNats.Protocol;
using MessagePack;

namespace IrcNats.State;

/// <summary>How clients connect, as far as it is the same on every leaf.</summary>
[MessagePackObject]
public sealed record TransportConfig
{
    /// <summary>
    /// server.websockets.allowed-origins: masks of the web pages that may connect; empty: every page may.
    /// </summary>
    [Key(0)] public IReadOnlyList<string> AllowedOrigins { get; init; } = [];
    /// <summary>server.secure-nets: from these addresses a connection counts as secure without TLS.</summary>
    [Key(1)] public IReadOnlyList<string> SecureNets { get; init; } = [];
    /// <summary>server.initial-notice: told to every connection, first of all; null: nothing.</summary>
    [Key(2)] public string? InitialNotice { get; init; }
    [Key(3)] public StsConfig Sts { get; init; } = new();
    /// <summary>webirc.</summary>
    [Key(4)] public IReadOnlyList<GatewayConfig> Gateways { get; init; } = [];
    [Key(5)] public LookupConfig Lookups { get; init; } = new();
    [Key(6)] public TorConfig Tor { get; init; } = new();
    [Key(7)] public CloakConfig Cloaks { get; init; } = new();
    /// <summary>server.dnsbl, in the order in which they count.</summary>
    [Key(8)] public IReadOnlyList<Blocklist> Blocklists { get; init; } = [];
    /// <summary>server.ip-check; null: nothing is asked.</summary>
    [Key(9)] public AddressCheck? Check { get; init; }
}

/// <summary>A program on each leaf's machine that is asked about every address.</summary>
[MessagePackObject]
public sealed record AddressCheck
{
    /// <summary>socket: the path of the Unix socket where it is asked.</summary>
    [Key(0)] public string Socket { get; init; } = "";
    /// <summary>timeout, in milliseconds.</summary>
    [Key(1)] public int Timeout { get; init; } = 2000;
    /// <summary>exempt-sasl: whom it refuses is let in with an account.</summary>
    [Key(2)] public bool ExemptsSasl { get; init; }
    /// <summary>exempted: addresses about which it is not asked.</summary>
    [Key(3)] public IReadOnlyList<string> Exempted { get; init; } = [];
}

/// <summary>What becomes of a client whose address is on a list.</summary>
public enum BlocklistAction
{
    /// <summary>It is not let in.</summary>
    Refuse = 0,
    /// <summary>It is let in if it logs in to an account.</summary>
    RequireSasl = 1,
}

/// <summary>
/// A list of addresses that is asked by DNS, as others keep them. https://www.rfc-editor.org/rfc/rfc5782
/// </summary>
[MessagePackObject]
public sealed record Blocklist
{
    [Key(0)] public string Name { get; init; } = "";
    /// <summary>zone: the end of the names that are asked for.</summary>
    [Key(1)] public string Zone { get; init; } = "";
    [Key(2)] public BlocklistAction Action { get; init; }
    /// <summary>answers: those of 127.0.0.0/8 that mean that an address is listed; empty: all.</summary>
    [Key(3)] public IReadOnlyList<string> Answers { get; init; } = [];
    /// <summary>reason: what a client is told that is not let in.</summary>
    [Key(4)] public string Reason { get; init; } = "Your address is on a list of abused addresses";
    /// <summary>exempted: addresses about which it is not asked.</summary>
    [Key(5)] public IReadOnlyList<string> Exempted { get; init; } = [];
}

/// <summary>What is looked up about each connection, besides what its client says.</summary>
[MessagePackObject]
public sealed record LookupConfig
{
    /// <summary>server.lookup-hostnames: the name of the address, from DNS, is what others see.</summary>
    [Key(0)] public bool Hostnames { get; init; }
    /// <summary>server.forward-confirm-hostnames: a name counts only if it has the address, too.</summary>
    [Key(1)] public bool ForwardConfirm { get; init; } = true;
    /// <summary>
    /// server.check-ident: the client's machine is asked for the username. A username that it does not confirm begins
    /// with '~'. https://www.rfc-editor.org/rfc/rfc1413
    /// </summary>
    [Key(2)] public bool Ident { get; init; }
    /// <summary>server.coerce-ident: everyone's username; null: what the client or its machine says.</summary>
    [Key(3)] public string? Username { get; init; }
}

/// <summary>Strict transport security. https://ircv3.net/specs/extensions/sts</summary>
[MessagePackObject]
public sealed record StsConfig
{
    [Key(0)] public bool Enabled { get; init; }
    /// <summary>Milliseconds for which clients must use TLS; 0 ends an earlier policy.</summary>
    [Key(1)] public long Duration { get; init; } = 30 * 86_400_000L;
    /// <summary>Where TLS is.</summary>
    [Key(2)] public int Port { get; init; } = 6697;
    /// <summary>Clients may be delivered with this policy.</summary>
    [Key(3)] public bool Preload { get; init; }
}

/// <summary>
/// A gateway that names the addresses of its clients (WEBIRC). It is recognised by where it connects from, by its
/// certificate, or by a password that only roots can check. https://ircv3.net/specs/extensions/webirc
/// </summary>
[MessagePackObject]
public sealed record GatewayConfig
{
    [Key(0)] public string Name { get; init; } = "";
    [Key(1)] public IReadOnlyList<string> Hosts { get; init; } = [];
    /// <summary>SHA-256 of its certificate, in lower-case hexadecimal digits; null: any or none.</summary>
    [Key(2)] public string? Certfp { get; init; }
    [Key(3)] public bool NeedsPassword { get; init; }
    /// <summary>Its word for the host name of a client is taken, not only the address.</summary>
    [Key(4)] public bool AcceptHostname { get; init; }

    public bool IsAt(string address) => AddressRange.AnyHas(Hosts, address);
}
