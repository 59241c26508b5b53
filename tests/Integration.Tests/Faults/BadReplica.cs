using System.Net.Sockets;
using System.Text;
using IrcNats.Integration.Tests.Cluster;
using IrcNats.Wire;

namespace IrcNats.Integration.Tests.Faults;

/// <summary>
/// Takes every question for an entry of the log that any replica may answer, as one would whose server hangs (it says
/// nothing) or that is behind (it says that it has no such entry).
/// </summary>
sealed class BadReplica : IAsyncDisposable
{
    private const string Questions = "bad.replica";
    private const string NotFound = "NATS/1.0 404 Message Not Found\r\n\r\n";

    private readonly TcpClient _socket = new();
    private Task _reading = Task.CompletedTask;
    private int _asked;

    /// <summary>Settings with which nats-server must be started.</summary>
    public static string NatsSettings =>
        $"mappings = {{ \"$JS.API.DIRECT.GET.{new Subjects().LogStream}\": \"{Questions}\" }}\n";

    /// <summary>Questions so far.</summary>
    public int Asked => Volatile.Read(ref _asked);

    public static async Task<BadReplica> BeginAsync(RealCluster cluster, bool answers)
    {
        Uri server = new(cluster.Url);
        BadReplica replica = new();
        await replica._socket.ConnectAsync(server.Host, server.Port);
        await replica.SayAsync($"CONNECT {{\"headers\":true,\"verbose\":false}}\r\nSUB {Questions} 1\r\nPING\r\n");
        StreamReader from = new(replica._socket.GetStream());
        while (await from.ReadLineAsync() is { } line && line != "PONG") { }
        replica._reading = replica.ReadAsync(from, answers);
        return replica;
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    // MSG subject sid reply bytes, and a line of as many bytes.
    private async Task ReadAsync(StreamReader from, bool answers)
    {
        while (await from.ReadLineAsync() is { } line)
        {
            if (line == "PING") await SayAsync("PONG\r\n");
            if (!line.StartsWith("MSG ", StringComparison.Ordinal)) continue;
            Interlocked.Increment(ref _asked);
            string reply = line.Split(' ')[3];
            if (answers) await SayAsync($"HPUB {reply} {NotFound.Length} {NotFound.Length}\r\n{NotFound}\r\n");
        }
    }

    private async Task SayAsync(string text) => await _socket.GetStream().WriteAsync(Encoding.UTF8.GetBytes(text));
}
