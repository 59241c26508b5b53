using System.Net;
using System.Security.Authentication;
using IrcNats.Adapters;
using IrcNats.Archives;
using IrcNats.Hosting;
using IrcNats.Leaf.Core;
using IrcNats.Leaf.Transport;
using IrcNats.Protocol;

namespace IrcNats.Leaf;

/// <summary>The options of a leaf, from its command line or environment.</summary>
public sealed record LeafOptions
{
    private static readonly Option<string> s_name =
        Choose.Name("name", "name of this leaf, unlike any other that runs") with { Required = true };
    private static readonly Option<ListenAddress> s_listen =
        Listener("listen", "for clients; *:PORT, unix:/PATH[,hide-sts]") with
        {
            Default = "127.0.0.1:6667",
        };
    private static readonly Option<ListenAddress> s_listenTls =
        Listener("listen-tls", "where clients connect with TLS");
    private static readonly Option<ListenAddress> s_listenWs =
        Listener("listen-ws", "where WebSockets connect, or their proxy");
    private static readonly Option<ListenAddress> s_listenWss =
        Listener("listen-wss", "where WebSockets connect with TLS");
    private static readonly Option<ListenAddress> s_listenSts =
        Listener("listen-sts", "where clients without TLS are told to use it (STS), and nothing else");
    private static readonly Option<ListenAddress> s_listenTor =
        Listener("listen-tor", "where Tor lets in the clients of an onion service");
    private static readonly Option<UnixFileMode> s_unixMode =
        new("unix-mode", "OCTAL", "permissions of unix sockets", ParseMode) { Default = "660" };
    private static readonly Option<string> s_tlsCert =
        Choose.ExistingFile("tls-cert", "PEM: certificate for TLS, with its chain") with { Repeatable = true };
    private static readonly Option<string> s_tlsKey =
        Choose.ExistingFile("tls-key", "PEM: its key; in the order of --tls-cert") with { Repeatable = true };
    private static readonly Option<SslProtocols> s_tlsMin =
        new("tls-min", "1.2|1.3", "the oldest version of TLS that is spoken", ParseProtocols) { Default = "1.2" };
    private static readonly Option<IPNetwork> s_proxyFrom =
        Networks("proxy-from", "proxies that send a PROXY header; before TLS and HTTP they must");
    private static readonly Option<IPNetwork> s_forwardedFrom =
        Networks("forwarded-from", "web proxies whose X-Forwarded-For is believed");
    private static readonly Option<string> s_geoip =
        Choose.Text("geoip", "FILE", "MaxMind DB: countries or autonomous systems of addresses") with
        {
            Repeatable = true,
        };
    private static readonly Option<int> s_maxClients = Choose.Number(
        "max-clients", "most clients at a time; what the machine's open files allow if not given", 1, 1_000_000);

    public required string Name { get; init; }
    public required BusOptions Bus { get; init; }
    /// <summary>How this leaf gets into Cassandra, if histories are there.</summary>
    public CassandraLogin Cassandra { get; init; } = new();
    public IReadOnlyList<ListenAddress> Listen { get; init; } = [];
    public IReadOnlyList<ListenAddress> ListenTls { get; init; } = [];
    public IReadOnlyList<ListenAddress> ListenWs { get; init; } = [];
    public IReadOnlyList<ListenAddress> ListenWss { get; init; } = [];
    /// <summary>Where clients are only told to use TLS.</summary>
    public IReadOnlyList<ListenAddress> ListenSts { get; init; } = [];
    /// <summary>Where Tor connects, for the clients of an onion service.</summary>
    public IReadOnlyList<ListenAddress> ListenTor { get; init; } = [];
    /// <summary>Permissions of Unix sockets.</summary>
    public UnixFileMode UnixMode { get; init; } = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    /// <summary>The first certificate is for clients that ask for none of the names.</summary>
    public IReadOnlyList<TlsFiles> Certificates { get; init; } = [];
    public SslProtocols TlsProtocols { get; init; } = SslProtocols.Tls12 | SslProtocols.Tls13;
    /// <summary>Proxies that speak the PROXY protocol.</summary>
    public IReadOnlyList<IPNetwork> ProxyFrom { get; init; } = [];
    /// <summary>Web proxies whose X-Forwarded-For is believed.</summary>
    public IReadOnlyList<IPNetwork> ForwardedFrom { get; init; } = [];
    /// <summary>Files that say where addresses are.</summary>
    public IReadOnlyList<string> PlaceFiles { get; init; } = [];
    /// <summary>Null: as many as the machine's limit of open files allows.</summary>
    public int? MaxClients { get; init; }
    /// <summary>It runs every command once before its first client, so that this one does not wait for the compiler.
    /// </summary>
    public bool Rehearses { get; init; } = true;

    /// <summary>Every listener that the leaf opens.</summary>
    public IEnumerable<(ListenAddress At, Door Door)> Doors =>
    [
        .. Behind(Door.Plain, Listen),
        .. Behind(Door.Tls, ListenTls),
        .. Behind(Door.Web, ListenWs),
        .. Behind(Door.Web | Door.Tls, ListenWss),
        .. Behind(Door.StsOnly, ListenSts),
        .. Behind(Door.Tor, ListenTor),
    ];

    public bool NeedsTls => Doors.Any(d => d.Door.HasFlag(Door.Tls));

    /// <summary>Options about clients; a root that has a leaf in its process offers them too.</summary>
    public static IReadOnlyList<Option> ForClients { get; } =
    [
        s_listen, s_listenTls, s_listenWs, s_listenWss, s_listenSts, s_listenTor, s_unixMode,
        s_tlsCert, s_tlsKey, s_tlsMin, s_proxyFrom, s_forwardedFrom, s_geoip, s_maxClients,
    ];

    public static OptionTable Table { get; } = new(
        "ircnats-leaf", "Lets IRC clients in to a network of roots and leaves joined by NATS.",
        [s_name, .. ForClients, MetricsDoor.Address, .. ArchiveOptions.All, .. CommonOptions.All]);

    /// <summary>Reads the leaf's own command line.</summary>
    /// <exception cref="OptionException">Two options do not go together.</exception>
    public static LeafOptions From(OptionValues values) => From(values, values.Get(s_name));

    /// <summary>
    /// Reads a command line that has <see cref="ForClients"/>, <see cref="ArchiveOptions"/> and
    /// <see cref="CommonOptions"/>.
    /// </summary>
    /// <exception cref="OptionException">Two options do not go together.</exception>
    public static LeafOptions From(OptionValues values, string name)
    {
        Option[] others = [s_listenTls, s_listenWs, s_listenWss, s_listenSts, s_listenTor];
        LeafOptions options = new()
        {
            Name = name,
            Bus = CommonOptions.Bus(values),
            Cassandra = ArchiveOptions.Login(values),
            Listen = others.Any(values.Has) && !values.Has(s_listen) ? [] : values.All(s_listen),
            ListenTls = values.All(s_listenTls),
            ListenWs = values.All(s_listenWs),
            ListenWss = values.All(s_listenWss),
            ListenSts = values.All(s_listenSts),
            ListenTor = values.All(s_listenTor),
            UnixMode = values.Get(s_unixMode),
            Certificates = CertificatesOf(values),
            TlsProtocols = values.Get(s_tlsMin),
            ProxyFrom = values.All(s_proxyFrom),
            ForwardedFrom = values.All(s_forwardedFrom),
            PlaceFiles = values.All(s_geoip),
            MaxClients = values.Has(s_maxClients) ? values.Get(s_maxClients) : null,
            Rehearses = !values.IsOn(CommonOptions.NoRehearsal),
        };
        if (options.NeedsTls && options.Certificates.Count == 0)
            throw new OptionException(
                $"--{(options.ListenTls.Count > 0 ? s_listenTls : s_listenWss).Name} needs --tls-cert and --tls-key");
        return options;
    }

    private static IEnumerable<(ListenAddress, Door)> Behind(Door door, IEnumerable<ListenAddress> listeners) =>
        listeners.Select(at => (at, at.HidesSts ? door | Door.HidesSts : door));

    private static IReadOnlyList<TlsFiles> CertificatesOf(OptionValues values)
    {
        IReadOnlyList<string> certs = values.All(s_tlsCert), keys = values.All(s_tlsKey);
        return certs.Count == keys.Count
            ? [.. certs.Zip(keys, (cert, key) => new TlsFiles(cert, key))]
            : throw new OptionException($"{certs.Count} --tls-cert and {keys.Count} --tls-key: each needs the other");
    }

    private static Option<ListenAddress> Listener(string name, string help) =>
        new(name, "HOST:PORT", help, ListenAddress.Parse) { Repeatable = true };

    private static Option<IPNetwork> Networks(string name, string help) =>
        new(name, "CIDR", help, AddressRange.Parse) { Repeatable = true };

    private static SslProtocols ParseProtocols(string text) => text switch
    {
        "1.2" => SslProtocols.Tls12 | SslProtocols.Tls13,
        "1.3" => SslProtocols.Tls13,
        _ => throw new FormatException("neither 1.2 nor 1.3"),
    };

    private static UnixFileMode ParseMode(string text) =>
        text.Length is 3 or 4 && text.All(c => c is >= '0' and <= '7')
            ? (UnixFileMode)Convert.ToInt32(text, 8)
            : throw new FormatException("not three octal digits, such as 660");
}
