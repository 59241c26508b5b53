using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using IrcNats.Leaf.Core;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace IrcNats.Leaf.Transport;

/// <summary>Takes every new connection from Kestrel, except WebSockets.</summary>
sealed class IrcConnectionHandler(LeafLoop loop, Metrics metrics, TimeProvider time)
{
    // How long a connection that is turned away may take to read why.
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(500);

    // Tor runs on this machine, and nobody can read what its client sends on the way to it.
    private static readonly Peer s_throughTor = ClientAddress.PeerAt(IPAddress.Loopback, secure: true);

    public Task OnConnectedAsync(ConnectionContext connection, Door door)
    {
        if (IsTurnedAway(connection))
            return TurnAwayAsync(
                connection, "ERROR :This server is full; try again or use another address\r\n"u8.ToArray());
        bool encrypted = connection.Features.Get<ITlsHandshakeFeature>() is not null;
        Peer peer = door.HasFlag(Door.Tor)
            ? s_throughTor
            : PeerOf(connection, encrypted) with { Certfp = CertfpOf(connection) };
        return new Connection(
            new SocketCarrier(connection, encrypted), loop, peer with { Door = peer.Door | door }, metrics)
            .RunAsync(time);
    }

    /// <summary>For a listener of WebSockets: connections beyond the capacity get an answer of HTTP.</summary>
    public Task OnWebConnectedAsync(ConnectionContext connection, ConnectionDelegate http) => IsTurnedAway(connection)
        ? TurnAwayAsync(
            connection,
            [.. "HTTP/1.1 503 Service Unavailable\r\n"u8, .. "Connection: close\r\nContent-Length: 0\r\n\r\n"u8])
        : http(connection);

    private static bool IsTurnedAway(ConnectionContext connection) =>
        connection is AdmittedConnection { Place: Place.TurnedAway };

    // If the connection were closed at once, with bytes of the client unread, it would be reset, and the line might be
    // lost with it.
    private async Task TurnAwayAsync(ConnectionContext connection, byte[] why)
    {
        IDuplexPipe transport = connection.Transport;
        metrics.TurnedAway();
        using CancellationTokenSource patience = new(s_patience, time);
        try
        {
            await transport.Output.WriteAsync(why, patience.Token);
            while (await transport.Input.ReadAsync(patience.Token) is { IsCompleted: false } read)
                transport.Input.AdvanceTo(read.Buffer.End);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // The client has gone, or has had its time.
        }
    }

    private static Peer PeerOf(ConnectionContext connection, bool encrypted)
    {
        IPAddress from = ClientAddress.Plain((connection.RemoteEndPoint as IPEndPoint)?.Address);
        bool secure = encrypted || connection.Features.Get<ProxiedTls>() is not null;
        Door door = (secure ? Door.Tls : Door.Plain)
            | (connection.RemoteEndPoint is UnixDomainSocketEndPoint or null ? Door.Unix : Door.Plain);
        return ClientAddress.PeerAt(from, secure) with { Door = door, Ends = EndsOf(connection) };
    }

    private static (IPEndPoint Client, IPEndPoint Server)? EndsOf(ConnectionContext connection) =>
        connection is { RemoteEndPoint: IPEndPoint client, LocalEndPoint: IPEndPoint server }
            ? (Plain(client), Plain(server))
            : null;

    private static IPEndPoint Plain(IPEndPoint end) => new(ClientAddress.Plain(end.Address), end.Port);

    // The SHA-256 of the certificate as it was sent (DER), in lower-case hexadecimal digits.
    private static string? CertfpOf(ConnectionContext connection) =>
        connection.Features.Get<ITlsConnectionFeature>()?.ClientCertificate is { } certificate
            ? Convert.ToHexStringLower(SHA256.HashData(certificate.RawDataMemory.Span))
            : null;
}
