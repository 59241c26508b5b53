using System.Net;
using System.Net.Sockets;
using System.Text;
using IrcNats.Chaos.Network;
using NATS.Client.Core;

namespace IrcNats.Chaos.Tests;

/// <summary>A server that is too busy to let a client in is asked again.</summary>
public sealed class FirstConnectionTests : IDisposable
{
    private const string Refusal = "-ERR 'Authentication Timeout'\r\n";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public FirstConnectionTests() => _listener.Start();

    private string Url => $"nats://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task It_is_let_in_after_two_refusals()
    {
        await using NatsConnection connection = new(new NatsOpts { Url = Url });
        Task connecting = connection.FirstConnectAsync(TimeSpan.FromMinutes(1));
        using TcpClient first = await AnswerAsync(Refusal), second = await AnswerAsync(Refusal);
        using TcpClient third = await AnswerAsync("PONG\r\n");
        await connecting;
        Assert.Equal(NatsConnectionState.Open, connection.ConnectionState);
    }

    [Fact]
    public async Task The_end_of_patience_names_the_server_and_what_it_said()
    {
        await using NatsConnection connection = new(new NatsOpts { Url = Url, Name = "chaos" });
        Task connecting = connection.FirstConnectAsync(TimeSpan.Zero);
        using TcpClient only = await AnswerAsync(Refusal);
        string why = (await Assert.ThrowsAsync<TimeoutException>(() => connecting)).Message;
        Assert.StartsWith($"no server of {Url} let 'chaos' in within 0 s: ", why, StringComparison.Ordinal);
        Assert.Contains("Authentication Timeout", why, StringComparison.Ordinal);
    }

    // Greets the next client as a server does, and answers what it sends then; a refused one is gone.
    private async Task<TcpClient> AnswerAsync(string answer)
    {
        TcpClient client = await _listener.AcceptTcpClientAsync();
        NetworkStream stream = client.GetStream();
        await stream.WriteAsync(
            "INFO {\"server_id\":\"busy\",\"version\":\"2.9.10\",\"max_payload\":1048576}\r\n"u8.ToArray());
        using StreamReader reader = new(stream, leaveOpen: true);
        while (await reader.ReadLineAsync() is { } line && line != "PING") { }
        await stream.WriteAsync(Encoding.ASCII.GetBytes(answer));
        if (answer == Refusal) client.Client.Shutdown(SocketShutdown.Both);
        return client;
    }
}
