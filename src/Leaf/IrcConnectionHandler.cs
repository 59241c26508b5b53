using System.IO.Pipelines;
using System.Net;
using IrcNats.Leaf.Core;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace IrcNats.Leaf;

/// <summary>What Kestrel hands every new connection to.</summary>
sealed class IrcConnectionHandler(LeafLoop loop, Metrics metrics, TimeProvider time) : ConnectionHandler
{
    // How long one that is turned away may take to read why.
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(500);

    public override Task OnConnectedAsync(ConnectionContext connection) =>
        connection is AdmittedConnection { Place: Place.TurnedAway }
            ? TurnAwayAsync(connection.Transport)
            : new Connection(connection, loop, PeerOf(connection), metrics).RunAsync(time);

    // Closing at once, with bytes of the client unread, would reset the connection and may take the line with it.
    private async Task TurnAwayAsync(IDuplexPipe transport)
    {
        metrics.TurnedAway();
        using CancellationTokenSource patience = new(s_patience, time);
        try
        {
            await transport.Output.WriteAsync(
                "ERROR :This server is full; try again or use another address\r\n"u8.ToArray(), patience.Token);
            while (await transport.Input.ReadAsync(patience.Token) is { IsCompleted: false } read)
                transport.Input.AdvanceTo(read.Buffer.End);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // It has gone, or has had its time.
        }
    }

    private static Peer PeerOf(ConnectionContext connection)
    {
        IPAddress from = connection.RemoteEndPoint is IPEndPoint remote ? remote.Address : IPAddress.None;
        string address = (from.IsIPv4MappedToIPv6 ? from.MapToIPv4() : from).ToString();
        // A parameter of an IRC line may not begin with a colon.
        if (address.StartsWith(':')) address = "0" + address;
        return new Peer(address, address, connection.Features.Get<ITlsHandshakeFeature>() is not null);
    }
}
