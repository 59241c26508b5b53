using System.Net;
using System.Net.Sockets;
using System.Text;
using IrcNats.Leaf;
using IrcNats.Leaf.Transport;

namespace IrcNats.Integration.Tests.Leaf;

/// <summary>Lines to a socket past Kestrel's pipe; the test is the client at the other end.</summary>
public sealed class PlainSocketTests : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly Socket _server, _client;
    private readonly PlainSocket _lines;

    public PlainSocketTests()
    {
        (_server, _client) = Pair();
        _lines = new PlainSocket(_server);
    }

    public void Dispose()
    {
        _server.Dispose();
        _client.Dispose();
    }

    [Fact]
    public async Task Lines_of_one_flush_arrive_together_and_in_order()
    {
        _lines.Write("one\r\n"u8.ToArray());
        _lines.Write("two\r\n"u8.ToArray());
        _lines.Write("three\r\n"u8.ToArray());
        Assert.True(await _lines.FlushAsync());
        Assert.Equal("one\r\ntwo\r\nthree\r\n", await ReadAsync(_client, 17));
        _lines.Write("four\r\n"u8.ToArray());
        Assert.True(await _lines.FlushAsync());
        Assert.Equal("four\r\n", await ReadAsync(_client, 6));
    }

    [Fact]
    public async Task What_the_kernel_does_not_take_waits_for_the_reader()
    {
        string text = string.Concat(Enumerable.Range(0, 200_000).Select(i => $"line {i} of a long answer\r\n"));
        _lines.Write(Encoding.ASCII.GetBytes(text));
        Task<bool> flushed = _lines.FlushAsync().AsTask();
        Assert.False(flushed.IsCompleted, "the kernel keeps six megabytes for a reader that reads nothing");
        Assert.Equal(text, await ReadAsync(_client, text.Length));
        Assert.True(await flushed.WaitAsync(s_patience));
    }

    [Fact]
    public async Task A_client_that_is_gone_takes_no_more_lines()
    {
        _client.LingerState = new LingerOption(true, 0);
        _client.Dispose();
        bool isRead = true;
        for (int i = 0; isRead && i < 100; i++)
        {
            _lines.Write("anyone?\r\n"u8.ToArray());
            isRead = await _lines.FlushAsync();
            await Task.Delay(10);
        }

        Assert.False(isRead);
    }

    // Kestrel ends the socket of a client that is reset before anything was sent to it.
    [Fact]
    public async Task A_socket_that_has_ended_already_takes_no_lines()
    {
        _server.Dispose();
        PlainSocket late = new(_server);
        late.Write("anyone?\r\n"u8.ToArray());
        Assert.False(await late.FlushAsync());
    }

    [Fact]
    public async Task A_client_that_goes_while_lines_wait_ends_the_wait()
    {
        _lines.Write(new byte[32 * 1024 * 1024]);
        Task<bool> flushed = _lines.FlushAsync().AsTask();
        Assert.False(flushed.IsCompleted);
        _client.LingerState = new LingerOption(true, 0);
        _client.Dispose();
        Assert.False(await flushed.WaitAsync(s_patience));
    }

    [Fact]
    public async Task A_round_to_many_reaches_each_of_them()
    {
        SendRound round = new();
        List<Socket> sockets = [];
        List<Socket> readers = [];
        try
        {
            for (int i = 0; i < 300; i++)
            {
                (Socket server, Socket client) = Pair();
                sockets.AddRange([server, client]);
                readers.Add(client);
                Outbox outbox = new(new PlainSocket(server), offLoop: false);
                Assert.True(outbox.Write(Encoding.ASCII.GetBytes($"line {i}\r\n"), bound: 1000));
                round.Add(outbox);
            }

            round.Send();
            foreach (var (i, reader) in readers.Index())
                Assert.Equal($"line {i}\r\n", await ReadAsync(reader, $"line {i}\r\n".Length));
        }
        finally
        {
            sockets.ForEach(s => s.Dispose());
        }
    }

    private static (Socket Server, Socket Client) Pair()
    {
        using Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        Socket client = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        client.Connect(listener.LocalEndPoint!);
        return (listener.Accept(), client);
    }

    private static async Task<string> ReadAsync(Socket from, int bytes)
    {
        byte[] read = new byte[bytes];
        using CancellationTokenSource patience = new(s_patience);
        for (int got = 0; got < bytes;)
        {
            int more = await from.ReceiveAsync(read.AsMemory(got), SocketFlags.None, patience.Token);
            Assert.True(more > 0, $"the end came after {got} of {bytes} bytes");
            got += more;
        }

        return Encoding.ASCII.GetString(read);
    }
}
