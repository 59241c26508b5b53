using System.Net.Sockets;
using System.Text;
using IrcNats.Leaf;
using IrcNats.Leaf.Transport;
using IrcNats.State;
using IrcNats.Transcripts;
using Microsoft.Extensions.Logging.Abstractions;

namespace IrcNats.Integration.Tests.Leaf;

/// <summary>Clients that read too slowly, write too fast, or are too many.</summary>
public sealed class PressureTests
{
    // More than the kernel keeps for a reader that does not read.
    private const int EnoughToFillBuffers = 16 * 1024 * 1024;

    [Fact]
    public async Task A_slow_reader_is_closed_and_the_others_hear_everything()
    {
        await using TestLeaf leaf = await TestLeaf.StartAsync(TestConfig.Public.Session with { MaxSendq = 32 * 1024 });
        await using TestClient slow = await TestClient.ConnectAsync(leaf.Plain, receiveBuffer: 4096);
        await slow.RegisterAsync("slow");
        await slow.SendAsync("JOIN #dev\r\n");
        await slow.UntilAsync(" 366 ");
        await using TestClient fast = await leaf.JoinAsync("fast", "#dev");
        await using TestClient talker = await leaf.JoinAsync("talker", "#dev");

        string text = new('x', 400);
        int said = 0, heard = 0;
        bool closed = false;
        while (!closed && said * text.Length < EnoughToFillBuffers)
        {
            StringBuilder lines = new();
            for (int i = 0; i < 50; i++) lines.Append($"PRIVMSG #dev :{said++} {text}\r\n");
            await talker.SendAsync(lines.ToString());
            while (heard < said)
            {
                string line = await fast.UntilAsync("#dev");
                if (line.Contains(" PRIVMSG ", StringComparison.Ordinal))
                    Assert.Equal($":talker!talker@127.0.0.1 PRIVMSG #dev :{heard++} {text}", line);
            }

            closed = await leaf.AskAsync(core => core.Network.FindUser("slow") is null);
        }

        Assert.True(closed, $"{said} lines were said and the slow reader is still there");
        Assert.Equal(":slow!slow@127.0.0.1 QUIT :SendQ exceeded", await talker.UntilAsync("QUIT"));
    }

    [Fact]
    public async Task A_long_answer_is_not_taken_for_a_slow_reader()
    {
        const int channels = 30, bound = 4096;
        await using TestLeaf leaf = await TestLeaf.StartAsync(TestConfig.Public.Session with { MaxSendq = bound });
        await using TestClient alice = await leaf.JoinAsync("alice");
        string topic = new('t', 390);
        for (int i = 0; i < channels; i++)
        {
            await alice.SendAsync($"JOIN #{i}\r\nTOPIC #{i} :{topic}\r\n");
            await alice.UntilAsync($"TOPIC #{i} ");
        }

        Assert.True(channels * topic.Length > 2 * bound);
        await alice.SendAsync("LIST\r\nPING :end\r\n");
        for (int i = 0; i < channels; i++) await alice.UntilAsync(" 322 ");
        await alice.UntilAsync("PONG irc.test :end");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_list_of_any_length_is_given_as_its_reader_takes_it(bool isOperator)
    {
        const int channels = 5200;
        await using TestLeaf leaf = await TestLeaf.StartAsync(o => o with { Listen = [TestLeaf.AnyPort] },
            TestConfig.Public with
            {
                Limits = TestConfig.Public.Limits with { ChannelsPerUser = channels, AnswerLines = 10_000 },
            });
        await using TestClient alice = await leaf.JoinAsync("alice");
        await using TestClient slow = await TestClient.ConnectAsync(leaf.Plain, receiveBuffer: 4096);
        await slow.RegisterAsync("slow");
        if (isOperator)
        {
            await slow.SendAsync("OPER root rootpassword\r\n");
            await slow.UntilAsync(" 381 ");
        }

        await BeginChannelsAsync(alice, channels);
        // Its lines come to more than the bound and a batch of the loop together.
        await slow.SendAsync("LIST\r\nPING :end\r\n");
        await alice.SendAsync("PRIVMSG slow :meanwhile\r\nPING :meanwhile\r\n");
        await alice.UntilAsync("PONG irc.test :meanwhile");
        await UntilMuchWaitsAsync(leaf);
        HashSet<string> listed = [];
        string? line;
        while ((line = await slow.ReadAsync()) is not null && !line.EndsWith(" PONG irc.test :end"))
        {
            if (line.Contains(" 322 ", StringComparison.Ordinal)) Assert.True(listed.Add(line.Split(' ')[3]), line);
            if (listed.Count % 1000 == 1) await Task.Delay(20);
        }

        Assert.NotNull(line);
        Assert.Equal(channels, listed.Count);
    }

    [Fact]
    public async Task Who_writes_too_fast_is_made_to_wait_and_few_of_its_lines_are_held()
    {
        SessionConfig fakelag = TestConfig.Public.Session with { Fakelag = new FakelagConfig() };
        await using TestLeaf leaf = await TestLeaf.StartAsync(fakelag);
        await using TestClient flood = await leaf.JoinAsync("flood");
        flood.Socket.SendBufferSize = 4096;
        byte[] lines = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("PRIVMSG flood :x\r\n", 1000)));
        long sent = 0;
        Task writing = Task.CompletedTask;
        while (writing.IsCompleted && sent < EnoughToFillBuffers)
        {
            writing = flood.Socket.SendAsync(lines);
            await Task.WhenAny(writing, Task.Delay(1000));
            sent += lines.Length;
        }

        Assert.False(writing.IsCompleted, $"{sent} bytes were taken from a client that may send two lines a second");
        // The rest is in the kernel's buffers, or still the client's.
        Assert.InRange(leaf.LinesIn, 1, 200);
        await using TestClient bob = await leaf.JoinAsync("bob");
    }

    [Theory]
    [InlineData("")]
    [InlineData("@label=")]
    public async Task Who_sends_a_line_without_end_is_closed_after_what_it_said_before(string begin)
    {
        await using TestLeaf leaf = await TestLeaf.StartAsync();
        await using TestClient bob = await leaf.JoinAsync("bob", "#dev");
        await using TestClient alice = await leaf.JoinAsync("alice", "#dev");
        await bob.UntilAsync("JOIN");
        byte[] endless = Encoding.UTF8.GetBytes($"PRIVMSG #dev :one\r\n{begin}{new string('x', 64 * 1024)}");
        Task writing = alice.Socket.SendAsync(endless);
        Assert.Equal(":alice!alice@127.0.0.1 PRIVMSG #dev :one", await bob.ReadAsync());
        Assert.Equal(":alice!alice@127.0.0.1 QUIT :ReadQ exceeded", await bob.ReadAsync());
        Assert.Equal(["ERROR :ReadQ exceeded"], await alice.RestAsync());
        await writing.WaitAsync(TestClient.Patience);
    }

    [Fact]
    public async Task Who_never_ends_its_first_line_is_closed_too()
    {
        await using TestLeaf leaf = await TestLeaf.StartAsync();
        await using TestClient nobody = await TestClient.ConnectAsync(leaf.Plain);
        await nobody.SendAsync(new string('x', 6000));
        Assert.Equal(["ERROR :ReadQ exceeded"], await nobody.RestAsync());
    }

    [Fact]
    public async Task A_full_server_says_so_and_its_clients_notice_nothing()
    {
        await using TestLeaf leaf = await TestLeaf.StartAsync(capacity: 2);
        await using TestClient alice = await leaf.JoinAsync("alice");
        TestClient bob = await leaf.JoinAsync("bob");
        for (int i = 0; i < 5; i++)
        {
            await using TestClient late = await TestClient.ConnectAsync(leaf.Plain);
            await late.SendAsync("NICK late\r\nUSER late 0 * :Late\r\n");
            Assert.Equal(["ERROR :This server is full; try again or use another address"], await late.RestAsync());
        }

        // More than are told why: the others are closed without a word, and there is no end of sockets for it.
        TestClient?[] crowd = await Task.WhenAll(Enumerable.Range(0, 300).Select(_ => TryConnectAsync(leaf)));
        await alice.SendAsync("PRIVMSG bob :nothing happened\r\n");
        await bob.UntilAsync("nothing happened");
        foreach (TestClient? one in crowd)
            if (one is not null) await one.DisposeAsync();
        await bob.DisposeAsync();
        await using TestClient carol = await UntilAdmittedAsync(leaf);
        await carol.RegisterAsync("carol");
    }

    [Fact]
    public void Who_is_turned_away_keeps_no_client_out()
    {
        Admission admission = new(1, NullLogger.Instance);
        Assert.Equal(Place.Client, admission.Enter());
        for (int i = 0; i < 50; i++) Assert.Equal(Place.TurnedAway, admission.Enter());
        Assert.Equal(Place.None, admission.Enter());
        admission.Leave(Place.Client);
        Assert.Equal(Place.Client, admission.Enter());
        Assert.Equal(Place.None, admission.Enter());
        admission.Leave(Place.TurnedAway);
        Assert.Equal(Place.TurnedAway, admission.Enter());
    }

    [Fact]
    public async Task One_address_has_only_so_many_connections()
    {
        NetworkConfig single = TestConfig.Public with
        {
            Session = TestConfig.Public.Session with
            {
                ConnectionsPerAddress = 1, IpLimits = new IpLimitsConfig { Exempted = [] },
            },
            Transport = new TransportConfig(),
        };
        await using TestLeaf leaf = await TestLeaf.StartAsync(o => o with { Listen = [TestLeaf.AnyPort] }, single);
        await using TestClient alice = await leaf.JoinAsync("alice");
        await using TestClient again = await TestClient.ConnectAsync(leaf.Plain);
        Assert.Equal(["ERROR :Too many connections from your address"], await again.RestAsync());
    }

    // The leaf may read others' lines before it reads LIST: the answer is looked at until some of it waits for its
    // reader, which had the bound to keep at every look.
    private static async Task UntilMuchWaitsAsync(TestLeaf leaf)
    {
        using CancellationTokenSource patience = new(TestClient.Patience);
        int waiting = 0;
        while (waiting == 0 && !patience.IsCancellationRequested)
        {
            waiting = await leaf.AskAsync(core => core.All.Max(s => s.Link.Waiting));
            Assert.InRange(waiting, 0, TestConfig.Public.Session.MaxSendq);
        }

        Assert.True(waiting > 0, "Nothing of the answer waited for its reader");
    }

    private static async Task BeginChannelsAsync(TestClient owner, int channels)
    {
        string topic = new('t', 390);
        for (int from = 0; from < channels; from += 100)
        {
            IEnumerable<int> some = Enumerable.Range(from, Math.Min(100, channels - from));
            await owner.SendAsync(string.Concat(some.Select(i => $"JOIN #{i}\r\nTOPIC #{i} :{topic}\r\n")));
            await owner.UntilAsync($" TOPIC #{some.Last()} ");
        }
    }

    // The place is free when the connection has ended on both sides, which is nobody's answer: it is asked for until
    // then.
    private static async Task<TestClient> UntilAdmittedAsync(TestLeaf leaf)
    {
        using CancellationTokenSource patience = new(TestClient.Patience);
        while (!patience.IsCancellationRequested)
        {
            if (await TryConnectAsync(leaf) is not { } client) continue;
            if (await IsAdmittedAsync(client)) return client;
            await client.DisposeAsync();
        }

        throw new InvalidOperationException("nobody is let in any more");
    }

    // A client that is closed without a word may notice it while it connects.
    private static async Task<TestClient?> TryConnectAsync(TestLeaf leaf)
    {
        try
        {
            return await TestClient.ConnectAsync(leaf.Plain);
        }
        catch (SocketException)
        {
            return null;
        }
    }

    private static async Task<bool> IsAdmittedAsync(TestClient client)
    {
        try
        {
            await client.SendAsync("PING :in?\r\n");
            return await client.ReadAsync() is ":irc.test PONG irc.test :in?";
        }
        catch (IOException)
        {
            return false;
        }
    }
}
