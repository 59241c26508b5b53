using System.Net;
using System.Net.Sockets;
using IrcNats.Hosting;
using IrcNats.Leaf.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace IrcNats.Leaf.Transport;

/// <summary>The sockets to which clients connect: Kestrel, with HTTP only where WebSockets begin with it.</summary>
sealed class Listeners : IAsyncDisposable
{
    // Connections that wait to be accepted when everyone comes back at once.
    private const int Backlog = 4096;

    // Bytes for each direction; a line with its tags has at most 4,608.
    private const int PipeBytes = 16 * 1024;

    // How long an HTTP request may take to arrive, and a connection to stay without one.
    private static readonly TimeSpan s_webPatience = TimeSpan.FromSeconds(10);

    private readonly WebApplication _kestrel;
    private readonly List<(ListenOptions Bound, Door Door)> _bound;
    private readonly TlsHandshake? _tls;

    private Listeners(WebApplication kestrel, List<(ListenOptions, Door)> bound, TlsHandshake? tls) =>
        (_kestrel, _bound, _tls) = (kestrel, bound, tls);

    /// <summary>Where clients connect, with the ports that were found for port 0.</summary>
    public IReadOnlyList<string> Addresses => [.. _bound.Select(b => $"{AddressOf(b.Bound)}{NoteOf(b.Door)}")];

    /// <summary>The same, as addresses; Unix sockets have none.</summary>
    public IReadOnlyList<IPEndPoint> EndPoints => [.. _bound.Select(b => b.Bound.IPEndPoint).OfType<IPEndPoint>()];

    /// <exception cref="OptionException">An address or the certificate cannot be used.</exception>
    public static async Task<Listeners> StartAsync(
        LeafOptions options, IrcConnectionHandler handler, WebSocketDoor web, Admission admission, ILoggerFactory logs)
    {
        ILogger log = logs.CreateLogger("IrcNats.Leaf");
        TlsHandshake? tls = options.NeedsTls
            ? new TlsHandshake([.. options.Certificates.Select(c => new TlsCertificate(c, log))], options.TlsProtocols)
            : null;
        ProxyProtocol proxies = new(options.ProxyFrom, TimeProvider.System, log);
        WebApplicationBuilder builder = BuilderFor(admission, logs);
        List<(ListenOptions, Door)> bound = [];
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            foreach ((ListenAddress at, Door door) in options.Doors)
                at.Bind(kestrel, listen => Configure(listen, door));
        });
        WebApplication app = builder.Build();
        app.UseWebSockets();
        app.Run(web.HandleAsync);
        Listeners listeners = new(app, bound, tls);
        foreach ((ListenAddress at, _) in options.Doors) at.ClearAway();
        await listeners.StartAsync([.. options.Doors.Select(d => d.At)], options.UnixMode);
        return listeners;

        void Configure(ListenOptions listen, Door door)
        {
            bool isWeb = door.HasFlag(Door.Web);
            listen.Protocols = isWeb ? HttpProtocols.Http1 : HttpProtocols.None;
            // A client that comes through Tor could write a header itself, and nobody there asks where it is from.
            if (options.ProxyFrom.Count > 0 && !door.HasFlag(Door.Tor))
                listen.Use(next => connection =>
                    proxies.OnConnectedAsync(connection, demanded: isWeb || door.HasFlag(Door.Tls), next));
            if (door.HasFlag(Door.Tls)) listen.UseHttps(tls!.For(isWeb));
            if (isWeb) listen.Use(http => connection => handler.OnWebConnectedAsync(connection, http));
            else listen.Run(connection => handler.OnConnectedAsync(connection, door));
            bound.Add((listen, door));
        }
    }

    /// <summary>Shows renewed certificates from now on.</summary>
    public void RefreshCertificates() => _tls?.Refresh();

    /// <summary>Takes no new connections from now on; the others stay.</summary>
    public void CloseDoors() => _ = _kestrel.StopAsync(CancellationToken.None);

    /// <summary>
    /// Takes no new connections from now on. Completes when the others have ended, or when the time is over.
    /// </summary>
    public async Task StopAsync(TimeSpan within)
    {
        using CancellationTokenSource patience = new(within);
        await _kestrel.StopAsync(patience.Token);
    }

    public ValueTask DisposeAsync() => _kestrel.DisposeAsync();

    // Everything except the addresses.
    private static WebApplicationBuilder BuilderFor(Admission admission, ILoggerFactory logs)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<ILoggerFactory>(new KestrelLogs(logs)).AddSingleton<IHostLifetime, NoSignals>();
        // A drain takes as long as its rate says; a host would otherwise cut everyone off after 30 s.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = Timeout.InfiniteTimeSpan);
        SocketTransportOptions sockets = new()
        {
            Backlog = Backlog, MaxReadBufferSize = PipeBytes, MaxWriteBufferSize = PipeBytes,
        };
        builder.Services.AddSingleton<IConnectionListenerFactory>(
            new AdmittingTransport(new SocketTransportFactory(Options.Create(sockets), logs), admission));
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.KeepAliveTimeout = kestrel.Limits.RequestHeadersTimeout = s_webPatience;
            kestrel.Limits.MaxRequestBodySize = 0;
            // The outbox decides how slow a reader may be.
            kestrel.Limits.MinResponseDataRate = null;
        });
        return builder;
    }

    private async Task StartAsync(IReadOnlyList<ListenAddress> wanted, UnixFileMode unixMode)
    {
        try
        {
            await _kestrel.StartAsync();
            foreach (ListenAddress at in wanted) at.Open(unixMode);
        }
        catch (Exception e) when (e is IOException or SocketException or UnauthorizedAccessException)
        {
            await DisposeAsync();
            throw new OptionException($"cannot listen on {string.Join(", ", wanted)}: {e.GetBaseException().Message}");
        }
    }

    private static string AddressOf(ListenOptions bound) =>
        bound.SocketPath is { } path ? $"unix:{path}" : $"{bound.IPEndPoint}";

    private static string NoteOf(Door door) => (door & ~Door.HidesSts) switch
    {
        Door.Tls => " (TLS)",
        Door.Web => " (WebSocket)",
        Door.Web | Door.Tls => " (WebSocket, TLS)",
        Door.StsOnly => " (sends clients to TLS)",
        Door.Tor => " (Tor)",
        _ => "",
    };

    // Only Kestrel's own words are logged. A failure is also thrown, and logged once there; and our listeners are not
    // http://.
    private sealed class KestrelLogs(ILoggerFactory logs) : ILoggerFactory
    {
        public ILogger CreateLogger(string categoryName) =>
            categoryName.StartsWith("Microsoft.AspNetCore.Server.", StringComparison.Ordinal)
                ? logs.CreateLogger(categoryName)
                : NullLogger.Instance;

        public void AddProvider(ILoggerProvider provider) => logs.AddProvider(provider);

        public void Dispose()
        {
            // The factory is not ours to dispose of.
        }
    }

    // The process listens to signals elsewhere, in one place.
    private sealed class NoSignals : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
