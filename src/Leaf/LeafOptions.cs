using System.Net;
using IrcNats.Adapters;
using IrcNats.Hosting;
using IrcNats.Leaf.Core;

namespace IrcNats.Leaf;

/// <summary>What a leaf is told on its command line or in its environment.</summary>
public sealed record LeafOptions
{
    private static readonly Option<string> s_name =
        Choose.Name("name", "name of this leaf, unlike any other that runs") with { Required = true };
    private static readonly Option<ListenAddress> s_listen =
        new("listen", "HOST:PORT", "where clients connect; * for all addresses", ListenAddress.Parse)
        {
            Repeatable = true, Default = "127.0.0.1:6667",
        };
    private static readonly Option<ListenAddress> s_listenTls =
        new("listen-tls", "HOST:PORT", "where clients connect with TLS", ListenAddress.Parse) { Repeatable = true };
    private static readonly Option<ListenAddress> s_listenWs =
        new("listen-ws", "HOST:PORT", "where WebSockets connect, or their proxy", ListenAddress.Parse)
        {
            Repeatable = true,
        };
    private static readonly Option<ListenAddress> s_listenWss =
        new("listen-wss", "HOST:PORT", "where WebSockets connect with TLS", ListenAddress.Parse) { Repeatable = true };
    private static readonly Option<IPNetwork> s_forwardedFrom =
        new("forwarded-from", "CIDR", "web proxies whose X-Forwarded-For is believed", ParseNetwork)
        {
            Repeatable = true,
        };
    private static readonly Option<string> s_tlsCert =
        Choose.ExistingFile("tls-cert", "PEM: certificate for TLS, with its chain");
    private static readonly Option<string> s_tlsKey = Choose.ExistingFile("tls-key", "PEM: its key");
    private static readonly Option<int> s_maxClients = Choose.Number(
        "max-clients", "most clients at a time; what the machine's open files allow if not given", 1, 1_000_000);

    public required string Name { get; init; }
    public required BusOptions Bus { get; init; }
    public IReadOnlyList<ListenAddress> Listen { get; init; } = [];
    public IReadOnlyList<ListenAddress> ListenTls { get; init; } = [];
    public IReadOnlyList<ListenAddress> ListenWs { get; init; } = [];
    public IReadOnlyList<ListenAddress> ListenWss { get; init; } = [];
    /// <summary>Web proxies that are believed.</summary>
    public IReadOnlyList<IPNetwork> ForwardedFrom { get; init; } = [];
    public string? TlsCert { get; init; }
    public string? TlsKey { get; init; }
    /// <summary>Null: as many as the machine's limit of open files allows.</summary>
    public int? MaxClients { get; init; }

    /// <summary>Every listener there shall be.</summary>
    public IEnumerable<(ListenAddress At, Door Door)> Doors =>
    [
        .. Listen.Select(at => (at, Door.Plain)),
        .. ListenTls.Select(at => (at, Door.Tls)),
        .. ListenWs.Select(at => (at, Door.Web)),
        .. ListenWss.Select(at => (at, Door.Web | Door.Tls)),
    ];

    /// <summary>Options about clients; a root that has a leaf in its process offers them too.</summary>
    public static IReadOnlyList<Option> ForClients { get; } =
        [s_listen, s_listenTls, s_listenWs, s_listenWss, s_tlsCert, s_tlsKey, s_forwardedFrom, s_maxClients];

    public static OptionTable Table { get; } = new(
        "ircnats-leaf", "Lets IRC clients in to a network of roots and leaves joined by NATS.",
        [s_name, .. ForClients, .. CommonOptions.All]);

    /// <summary>Of the leaf's own command line.</summary>
    /// <exception cref="OptionException">Two options do not go together.</exception>
    public static LeafOptions From(OptionValues values) => From(values, values.Get(s_name));

    /// <summary>Of a command line that has <see cref="ForClients"/> and <see cref="CommonOptions"/>.</summary>
    /// <exception cref="OptionException">Two options do not go together.</exception>
    public static LeafOptions From(OptionValues values, string name)
    {
        bool hasOther = values.Has(s_listenTls) || values.Has(s_listenWs) || values.Has(s_listenWss);
        LeafOptions options = new()
        {
            Name = name,
            Bus = CommonOptions.Bus(values),
            Listen = hasOther && !values.Has(s_listen) ? [] : values.All(s_listen),
            ListenTls = values.All(s_listenTls),
            ListenWs = values.All(s_listenWs),
            ListenWss = values.All(s_listenWss),
            ForwardedFrom = values.All(s_forwardedFrom),
            TlsCert = values.Find(s_tlsCert),
            TlsKey = values.Find(s_tlsKey),
            MaxClients = values.Has(s_maxClients) ? values.Get(s_maxClients) : null,
        };
        bool hasCertificate = options.TlsCert is not null && options.TlsKey is not null;
        if (options.ListenTls.Count + options.ListenWss.Count > 0 && !hasCertificate)
            throw new OptionException(
                $"--{(options.ListenTls.Count > 0 ? "listen-tls" : "listen-wss")} needs --tls-cert and --tls-key");
        return options;
    }

    private static IPNetwork ParseNetwork(string text)
    {
        if (IPNetwork.TryParse(text, out IPNetwork network)) return network;
        return IPAddress.TryParse(text, out IPAddress? one)
            ? new IPNetwork(one, one.GetAddressBytes().Length * 8)
            : throw new FormatException("neither an address nor ADDRESS/BITS");
    }
}
