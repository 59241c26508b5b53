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
        await leaf.Loop.WhenAsync(core => core is { Unanswered: 0, Sessions: 0, Network.Users.Count: 0 })
            .WaitAsync(TestClient.Patience);
    }
}
