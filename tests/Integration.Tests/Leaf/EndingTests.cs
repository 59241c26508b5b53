using IrcNats.State;
using IrcNats.Transcripts;

namespace IrcNats.Integration.Tests.Leaf;

/// <summary>How connections end, and what the others hear of it.</summary>
public sealed class EndingTests
{
    [Fact]
    public async Task The_last_line_arrives_before_the_end()
    {
        await using TestLeaf leaf = await TestLeaf.StartAsync();
        await using TestClient alice = await leaf.JoinAsync("alice");
        await alice.SendAsync("QUIT :so long\r\n");
        Assert.Equal(["ERROR :Quit: so long"], await alice.RestAsync());
    }

    [Fact]
    public async Task The_last_line_carries_the_label_of_the_QUIT_that_caused_it()
    {
        await using TestLeaf leaf = await TestLeaf.StartAsync();
        await using TestClient alice = await leaf.JoinAsync("alice");
        await alice.SendAsync("CAP REQ :batch labeled-response\r\n@label=7 QUIT :so long\r\n");
        Assert.Equal("@label=7 ERROR :Quit: so long", (await alice.RestAsync())[^1]);
    }

    [Fact]
    public async Task Lines_sent_just_before_hanging_up_are_still_taken()
    {
        await using TestLeaf leaf = await TestLeaf.StartAsync();
        await using TestClient bob = await leaf.JoinAsync("bob");
        TestClient alice = await leaf.JoinAsync("alice");
        string lines = string.Concat(Enumerable.Range(1, 100).Select(i => $"PRIVMSG bob :{i}\r\n"));
        await alice.SendAsync(lines);
        await alice.DisposeAsync();
        for (int i = 1; i <= 100; i++) Assert.EndsWith($" PRIVMSG bob :{i}", await bob.ReadAsync());
    }

    // As "printf ... | nc -N HOST PORT" does.
    [Fact]
    public async Task A_client_that_closes_its_side_behind_its_lines_has_them_done_and_reads_the_answers()
    {
        await using TestLeaf leaf = await TestLeaf.StartAsync();
        await using TestClient bob = await leaf.JoinAsync("bob", "#c");
        await using TestClient n = await TestClient.ConnectAsync(leaf.Plain);
        await n.SendAsync(
            "NICK n\r\nUSER u 0 * :x\r\nJOIN #c\r\nPRIVMSG #c :deployed\r\nPING :done\r\nPRIVMSG #c :cut off");
        await n.CloseSendingAsync();
        await bob.UntilAsync(":n!u@127.0.0.1 PRIVMSG #c :deployed");
        Assert.Equal(":n!u@127.0.0.1 QUIT :Connection closed", await bob.ReadAsync());
        await n.UntilAsync(" 366 n #c ");
        Assert.Equal([":irc.test PONG irc.test :done"], await n.RestAsync());
        await leaf.Loop.WhenAsync(core => core.Sessions == 1).WaitAsync(TestClient.Patience);
    }

    [Fact]
    public async Task Their_own_QUIT_ends_it()
    {
        await using TestLeaf leaf = await TestLeaf.StartAsync();
        await using TestClient bob = await leaf.JoinAsync("bob", "#c");
        await using TestClient n = await TestClient.ConnectAsync(leaf.Plain);
        await n.SendAsync("NICK n\r\nUSER u 0 * :x\r\nJOIN #c\r\nPRIVMSG #c :deployed\r\nQUIT\r\n");
        await n.CloseSendingAsync();
        await bob.UntilAsync(":n!u@127.0.0.1 PRIVMSG #c :deployed");
        Assert.Equal(":n!u@127.0.0.1 QUIT :Client quit", await bob.ReadAsync());
        Assert.Equal("ERROR :Client quit", (await n.RestAsync())[^1]);
    }

    [Fact]
    public async Task Lines_that_wait_for_their_budget_are_done_though_the_client_has_gone()
    {
        SessionConfig slow = TestConfig.Public.Session with
        {
            Fakelag = new FakelagConfig { BurstLimit = 5, Window = 50, MessagesPerWindow = 5 },
        };
        await using TestLeaf leaf = await TestLeaf.StartAsync(slow);
        await using TestClient bob = await leaf.JoinAsync("bob");
        TestClient alice = await leaf.JoinAsync("alice");
        await alice.SendAsync(string.Concat(Enumerable.Range(1, 200).Select(i => $"PRIVMSG bob :{i}\r\n")));
        await alice.DisposeAsync();
        for (int i = 1; i <= 200; i++) Assert.EndsWith($" PRIVMSG bob :{i}", await bob.ReadAsync());
        await leaf.Loop.WhenAsync(core => core is { Sessions: 1, Network.Users.Count: 1 })
            .WaitAsync(TestClient.Patience);
    }

    [Theory]
    [InlineData("")]
    [InlineData("NICK nobody\r\n")]
    [InlineData("CAP LS 302\r\nNICK nobody\r\nUSER u 0 * :x\r\n")]
    public async Task A_client_that_hung_up_before_it_could_be_registered_is_let_go_at_once(string lines)
    {
        await using TestLeaf leaf = await TestLeaf.StartAsync();
        await using TestClient nobody = await TestClient.ConnectAsync(leaf.Plain);
        await nobody.SendAsync(lines);
        await nobody.CloseSendingAsync();
        await nobody.RestAsync();
        await leaf.Loop.WhenAsync(core => core.Sessions == 0).WaitAsync(TestClient.Patience);
    }

    [Theory]
    [InlineData(false, "Connection closed")]
    [InlineData(true, "Read error: Connection reset by peer")]
    public async Task Others_hear_why_a_client_went_away(bool reset, string reason)
    {
        await using TestLeaf leaf = await TestLeaf.StartAsync();
        await using TestClient bob = await leaf.JoinAsync("bob", "#dev");
        TestClient alice = await leaf.JoinAsync("alice", "#dev");
        await bob.UntilAsync("JOIN");
        if (reset) alice.Reset();
        else await alice.DisposeAsync();
        Assert.Equal($":alice!alice@127.0.0.1 QUIT :{reason}", await bob.UntilAsync("QUIT"));
    }

    [Fact]
    public async Task A_half_open_connection_is_found_out_by_its_silence()
    {
        SessionConfig impatient = TestConfig.Public.Session with { PingAfter = 500, DisconnectAfter = 2000 };
        await using TestLeaf leaf = await TestLeaf.StartAsync(impatient);
        await using TestClient alice = await leaf.JoinAsync("alice", "#dev");
        await using TestClient bob = await leaf.JoinAsync("bob", "#dev");
        // Bob answers, alice does not.
        string? line;
        do
        {
            line = await bob.ReadAsync();
            if (line == "PING irc.test") await bob.SendAsync("PONG irc.test\r\n");
        }
        while (line?.Contains("QUIT", StringComparison.Ordinal) == false);

        Assert.Equal(":alice!alice@127.0.0.1 QUIT :Ping timeout: 2 seconds", line);
        Assert.Equal("ERROR :Ping timeout: 2 seconds", (await alice.RestAsync())[^1]);
    }

    [Fact]
    public async Task Who_does_not_register_in_time_is_told_and_let_go()
    {
        SessionConfig impatient = TestConfig.Public.Session with { RegistrationTimeout = 500 };
        await using TestLeaf leaf = await TestLeaf.StartAsync(impatient);
        await using TestClient nobody = await TestClient.ConnectAsync(leaf.Plain);
        Assert.Equal(["ERROR :Registration timeout"], await nobody.RestAsync());
    }

    [Fact]
    public async Task When_the_leaf_stops_everyone_is_told_and_the_root_hears_of_it()
    {
        await using TestLeaf leaf = await TestLeaf.StartAsync();
        await using TestClient alice = await leaf.JoinAsync("alice");
        await using TestClient nobody = await TestClient.ConnectAsync(leaf.Plain);
        await nobody.SendAsync("PING :in?\r\n");
        await nobody.UntilAsync("PONG");
        leaf.Loop.Post((core, now) => core.CloseAll("Server shutting down", now));
        await leaf.StopListeningAsync(TestClient.Patience).WaitAsync(TestClient.Patience);
        Assert.Equal(["ERROR :Server shutting down"], await alice.RestAsync());
        Assert.Equal(["ERROR :Server shutting down"], await nobody.RestAsync());
        // Alice stays for the grace time.
        await leaf.Loop.WhenAsync(core => core is { Unanswered: 0, Sessions: 0, Network.Users.Count: 1 })
            .WaitAsync(TestClient.Patience);
        await leaf.Loop.WhenAsync(core => core.Network.FindUser("alice") is { SentAwayAt: not null })
            .WaitAsync(TestClient.Patience);
    }
}
