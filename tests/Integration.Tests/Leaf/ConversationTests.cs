namespace IrcNats.Integration.Tests.Leaf;

/// <summary>Lines over real sockets: what goes in, what comes out, however the bytes are cut.</summary>
public sealed class ConversationTests
{
    [Fact]
    public async Task Two_clients_talk()
    {
        await using TestLeaf leaf = await TestLeaf.StartAsync();
        await using TestClient alice = await leaf.JoinAsync("alice", "#dev");
        await using TestClient bob = await leaf.JoinAsync("bob", "#dev");
        await alice.SendAsync("PRIVMSG #dev :hello there\r\n");
        Assert.Equal(":alice!alice@127.0.0.1 PRIVMSG #dev :hello there", await bob.UntilAsync("PRIVMSG"));
        await bob.SendAsync("PRIVMSG alice :hello yourself\r\n");
        Assert.Equal(":bob!bob@127.0.0.1 PRIVMSG alice :hello yourself", await alice.UntilAsync("PRIVMSG"));
    }

    [Fact]
    public async Task Many_lines_may_come_in_one_packet()
    {
        await using TestLeaf leaf = await TestLeaf.StartAsync();
        await using TestClient alice = await TestClient.ConnectAsync(leaf.Plain);
        string pings = string.Concat(Enumerable.Range(1, 200).Select(i => $"PING :number {i}\r\n"));
        await alice.SendAsync($"NICK alice\r\nUSER alice 0 * :Alice\r\n{pings}QUIT :bye\r\n");
        List<string> lines = await alice.RestAsync();
        string[] pongs = [.. lines.Where(l => l.Contains(" PONG ", StringComparison.Ordinal))];
        Assert.Equal(Enumerable.Range(1, 200).Select(i => $":irc.test PONG irc.test :number {i}"), pongs);
        Assert.Equal("ERROR :Quit: bye", lines[^1]);
    }

    [Fact]
    public async Task One_line_may_come_in_many_packets()
    {
        await using TestLeaf leaf = await TestLeaf.StartAsync();
        await using TestClient alice = await leaf.JoinAsync("alice");
        foreach (char c in "PING :one by one\r\n") await alice.SendAsync(c.ToString());
        Assert.Equal(":irc.test PONG irc.test :one by one", await alice.UntilAsync("PONG"));
    }

    [Fact]
    public async Task A_line_that_is_too_long_is_refused_and_the_next_is_taken()
    {
        await using TestLeaf leaf = await TestLeaf.StartAsync();
        await using TestClient alice = await leaf.JoinAsync("alice");
        await alice.SendAsync($"PRIVMSG alice :{new string('x', 5_000)}\r\nPING :still here\r\n");
        Assert.StartsWith(":irc.test 417 alice ", await alice.ReadAsync());
        Assert.Equal(":irc.test PONG irc.test :still here", await alice.ReadAsync());
    }

    [Fact]
    public async Task The_longest_line_with_the_longest_tags_passes()
    {
        await using TestLeaf leaf = await TestLeaf.StartAsync();
        await using TestClient alice = await leaf.JoinAsync("alice");
        string tags = $"@{new string('t', 4094)} ", ping = "PING :" + new string('x', 504);
        await alice.SendAsync($"{tags}{ping}\r\n");
        Assert.StartsWith(":irc.test PONG irc.test :xxx", await alice.ReadAsync());
    }

    [Fact]
    public async Task What_is_not_UTF_8_and_what_holds_NUL_is_refused_and_the_next_line_is_taken()
    {
        await using TestLeaf leaf = await TestLeaf.StartAsync();
        await using TestClient alice = await leaf.JoinAsync("alice");
        await alice.SendAsync([.. "PRIVMSG alice :"u8, 0xff, 0xfe, .. "\r\n"u8]);
        Assert.Equal(":irc.test FAIL PRIVMSG INVALID_UTF8 :Your line is not valid UTF-8", await alice.ReadAsync());
        await alice.SendAsync("PRIVMSG alice :a\0b\r\nPING :still here\r\n");
        Assert.Equal(":irc.test FAIL * INVALID_LINE :Your line holds a NUL byte", await alice.ReadAsync());
        Assert.Equal(":irc.test PONG irc.test :still here", await alice.ReadAsync());
    }

    [Fact]
    public async Task Random_bytes_do_not_disturb_anybody()
    {
        await using TestLeaf leaf = await TestLeaf.StartAsync();
        await using TestClient alice = await leaf.JoinAsync("alice");
        await using TestClient noise = await TestClient.ConnectAsync(leaf.Plain);
        byte[] bytes = new byte[200_000];
        new Random(1).NextBytes(bytes);
        await noise.SendAsync(bytes);
        await alice.SendAsync("PING :well?\r\n");
        Assert.Equal(":irc.test PONG irc.test :well?", await alice.UntilAsync("PONG"));
    }
}
