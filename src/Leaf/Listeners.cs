using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using IrcNats.Hosting;
using IrcNats.Leaf.Core;
using IrcNats.Leaf.Transport;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace IrcNats.Leaf;

/// <summary>The sockets that clients connect to: Kestrel, with HTTP only where WebSockets begin with it.</summary>
sealed class Listeners : IAsyncDisposable
{
    // Connections that wait to be accepted when everyone comes back at once.
    private const int Backlog = 4096;

    // Of each direction; a line with its tags has at most 4,608 bytes.
    private const int PipeBytes = 16 * 1024;

    // How long an HTTP request may take to arrive, and a connection to stay without one.
    private static readonly TimeSpan s_webPatience = TimeSpan.FromSeconds(10);

    private readonly WebApplication _kestrel;
    private readonly List<(ListenOptions Bound, Door Door)> _bound;

    private Listeners(WebApplication kestrel, List<(ListenOptions, Door)> bound) =>
        (_kestrel, _bound) = (kestrel, bound);

    /// <summary>Where clients connect, with the ports that were found for port 0.</summary>
    public IReadOnlyList<string> Addresses => [.. _bound.Select(b => $"{b.Bound.IPEndPoint}{NoteOf(b.Door)}")];

    /// <summary>The same, as addresses.</summary>
    public IReadOnlyList<IPEndPoint> EndPoints => [.. _bound.Select(b => b.Bound.IPEndPoint!)];

    /// <exception cref="OptionException">An address or the certificate cannot be used.</exception>
    public static async Task<Listeners> StartAsync(
        LeafOptions options, IrcConnectionHandler handler, WebSocketDoor web, Admission admission, ILoggerFactory logs)
    {
        HttpsConnectionAdapterOptions? tls = options.Doors.Any(d => d.Door.HasFlag(Door.Tls))
            ? TlsOf(new TlsCertificate(options.TlsCert!, options.TlsKey!, logs.CreateLogger<TlsCertificate>()), "irc")
            : null;
        HttpsConnectionAdapterOptions? webTls = options.ListenWss.Count == 0
            ? null
            : TlsOf(
                new TlsCertificate(options.TlsCert!, options.TlsKey!, logs.CreateLogger<TlsCertificate>()), "http/1.1");
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
        List<(ListenOptions, Door)> bound = [];
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.KeepAliveTimeout = kestrel.Limits.RequestHeadersTimeout = s_webPatience;
            kestrel.Limits.MaxRequestBodySize = 0;
            foreach ((ListenAddress at, Door door) in options.Doors)
                Bind(kestrel, at, listen => Configure(listen, door));
        });
        WebApplication app = builder.Build();
        app.UseWebSockets();
        app.Run(web.HandleAsync);
        Listeners listeners = new(app, bound);
        try
        {
            await listeners._kestrel.StartAsync();
            return listeners;
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            await listeners.DisposeAsync();
            string wanted = string.Join(", ", options.Doors.Select(d => d.At));
            throw new OptionException($"cannot listen on {wanted}: {e.GetBaseException().Message}");
        }

        void Configure(ListenOptions listen, Door door)
        {
            bool isWeb = door.HasFlag(Door.Web);
            listen.Protocols = isWeb ? HttpProtocols.Http1 : HttpProtocols.None;
            if (door.HasFlag(Door.Tls)) listen.UseHttps(isWeb ? webTls! : tls!);
            if (isWeb) listen.Use(http => connection => handler.OnWebConnectedAsync(connection, http));
            else listen.Run(handler.OnConnectedAsync);
            bound.Add((listen, door));
        }
    }

    /// <summary>No new connections from now on; those that are stay.</summary>
    public void CloseDoors() => _ = _kestrel.StopAsync(CancellationToken.None);

    /// <summary>No new connections from now on; completes when the others have ended or the time is over.</summary>
    public async Task StopAsync(TimeSpan within)
    {
        using CancellationTokenSource patience = new(within);
        await _kestrel.StopAsync(patience.Token);
    }

    public ValueTask DisposeAsync() => _kestrel.DisposeAsync();

    private static void Bind(KestrelServerOptions kestrel, ListenAddress at, Action<ListenOptions> configure)
    {
        if (at.Address is { } address) kestrel.Listen(address, at.Port, configure);
        else kestrel.ListenAnyIP(at.Port, configure);
    }

    private static string NoteOf(Door door) => door switch
    {
        Door.Tls => " (TLS)",
        Door.Web => " (WebSocket)",
        Door.Web | Door.Tls => " (WebSocket, TLS)",
        _ => "",
    };

    private static HttpsConnectionAdapterOptions TlsOf(TlsCertificate certificate, string protocol) => new()
    {
        ServerCertificate = certificate.Current.TargetCertificate,
        OnAuthenticate = (_, tls) =>
        {
            tls.ServerCertificateContext = certificate.Current;
            // A client that asks for another protocol did not mean us.
            // https://www.iana.org/assignments/tls-extensiontype-values
            tls.ApplicationProtocols = [new SslApplicationProtocol(protocol)];
        },
    };

    // Kestrel's own words only. What fails is thrown, too, and said once; and our listeners are not http://.
    private sealed class KestrelLogs(ILoggerFactory logs) : ILoggerFactory
    {
        public ILogger CreateLogger(string categoryName) =>
            categoryName.StartsWith("Microsoft.AspNetCore.Server.", StringComparison.Ordinal)
                ? logs.CreateLogger(categoryName)
                : NullLogger.Instance;

        public void AddProvider(ILoggerProvider provider) => logs.AddProvider(provider);

        public void Dispose()
        {
            // The factory is not ours.
        }
    }

    // The process listens to signals in one place, and that is not here.
    private sealed class NoSignals : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
