using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace IrcNats.Leaf.Transport;

/// <summary>
/// Takes the header of the PROXY protocol from connections of proxies that we trust, and from nobody else, before
/// anything else is read. Before TLS and HTTP a proxy has to send one. Where IRC is spoken without TLS, a connection
/// without a header is a client at the proxy's own address. https://www.haproxy.org/download/3.0/doc/proxy-protocol.txt
/// </summary>
sealed class ProxyProtocol(IReadOnlyList<IPNetwork> proxies, TimeProvider time, ILogger log)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    public async Task OnConnectedAsync(ConnectionContext connection, bool demanded, ConnectionDelegate next)
    {
        IPAddress from = ClientAddress.Plain((connection.RemoteEndPoint as IPEndPoint)?.Address);
        if (ClientAddress.IsIn(proxies, from) && !await TakeHeaderAsync(connection, demanded, from)) return;
        await next(connection);
    }

    /// <returns>Whether the connection continues.</returns>
    private async Task<bool> TakeHeaderAsync(ConnectionContext connection, bool demanded, IPAddress from)
    {
        using CancellationTokenSource patience = new(s_patience, time);
        try
        {
            PipeReader input = connection.Transport.Input;
            if (!demanded && !await BeginsHeaderAsync(input, patience.Token)) return true;
            ProxyHeader? header = await ReadAsync(input, patience.Token);
            if (header is null) return false;
            // Only the proxy knows to which of its addresses the client connected.
            if (header.Source is { } source) (connection.RemoteEndPoint, connection.LocalEndPoint) = (source, null);
            if (header.Secure) connection.Features.Set(new ProxiedTls());
            return true;
        }
        catch (OperationCanceledException) when (!demanded)
        {
            // A client that waits for the server to speak. What it sends later are lines.
            return true;
        }
        catch (OperationCanceledException)
        {
            Log.BadProxyHeader(log, from, $"none came in {s_patience.TotalSeconds} s");
        }
        catch (FormatException e)
        {
            Log.BadProxyHeader(log, from, e.Message);
        }
        catch (IOException)
        {
            // The proxy only looked whether somebody listens, and hung up.
        }

        return false;
    }

    // Leaves everything for the next reader.
    private static async Task<bool> BeginsHeaderAsync(PipeReader input, CancellationToken patience)
    {
        while (true)
        {
            ReadResult read = await input.ReadAsync(patience);
            bool? begins = ProxyHeader.Begins(read.Buffer);
            bool isKnown = begins is not null || read.IsCompleted;
            input.AdvanceTo(read.Buffer.Start, isKnown ? read.Buffer.Start : read.Buffer.End);
            if (isKnown) return begins == true;
        }
    }

    // Null: the proxy hung up without a word, as proxies do that look whether somebody listens.
    private static async Task<ProxyHeader?> ReadAsync(PipeReader input, CancellationToken patience)
    {
        while (true)
        {
            ReadResult read = await input.ReadAsync(patience);
            ReadOnlySequence<byte> rest = read.Buffer;
            ProxyHeader? header = ProxyHeader.Read(ref rest);
            input.AdvanceTo(rest.Start, header is null ? rest.End : rest.Start);
            if (header is not null) return header;
            if (read.IsCompleted && rest.IsEmpty) return null;
            if (read.IsCompleted) throw new FormatException("it hung up before");
        }
    }
}

/// <summary>A feature of connections: the client reached our proxy over TLS.</summary>
sealed class ProxiedTls;
