using System.Net;
using System.Net.Sockets;
using System.Text;

namespace IrcNats.Nats.Tests;

/// <summary>
/// A server that says exactly what a test tells it to; each accepted client is one <see cref="Peer"/>.
/// </summary>
internal sealed class FakeServer : IDisposable
{
    private const string Info =
        "INFO {\"server_id\":\"fake\",\"version\":\"2.9.10\",\"proto\":1,\"headers\":true,\"max_payload\":1048576}\r\n";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public FakeServer() => _listener.Start();

    public string Url => $"nats://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public async Task<Peer> AcceptAsync(TimeSpan? patience = null)
    {
        using var soon = new CancellationTokenSource(patience ?? TimeSpan.FromSeconds(5));
        return new Peer(await _listener.AcceptTcpClientAsync(soon.Token));
    }

    /// <summary>Accepts a client and greets it as a server should.</summary>
    public async Task<Peer> GreetAsync(TimeSpan? patience = null)
    {
        var peer = await AcceptAsync(patience);
        await peer.SayAsync(Info);
        await peer.ReadUntilAsync("PING");
        await peer.SayAsync("PONG\r\n");
        return peer;
    }

    public void Dispose() => _listener.Dispose();

    internal sealed class Peer(TcpClient client) : IDisposable
    {
        private readonly StreamReader _reader = new(client.GetStream());

        public async Task SayAsync(string text) => await client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(text));

        public async Task<string> ReadUntilAsync(string start)
        {
            using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(5));
            while (await _reader.ReadLineAsync(soon.Token) is { } line)
            {
                if (line.StartsWith(start, StringComparison.Ordinal))
                    return line;
            }

            throw new EndOfStreamException($"The client closed before {start}");
        }

        /// <summary>Reads and forgets until it is told to stop.</summary>
        public async Task DrainAsync(CancellationToken stop)
        {
            var buffer = new byte[65536];
            try
            {
                while (await client.GetStream().ReadAsync(buffer, stop) > 0)
                {
                }
            }
            catch (Exception e) when (e is IOException or OperationCanceledException)
            {
                // The end, either way.
            }
        }

        /// <summary>Waits until the client has closed the connection.</summary>
        public async Task WaitForEndAsync()
        {
            using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            try
            {
                while (await _reader.ReadLineAsync(soon.Token) is not null)
                {
                }
            }
            catch (IOException)
            {
                // A reset is an end as well.
            }
        }

        public void Dispose()
        {
            _reader.Dispose();
            client.Dispose();
        }
    }
}
