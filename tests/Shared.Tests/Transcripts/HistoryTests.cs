using IrcNats.Protocol;
using IrcNats.State;
using IrcNats.Transcripts;

namespace IrcNats.Tests.Transcripts;

/// <summary>Histories under other configurations than that of the transcripts, and for slow readers.</summary>
public sealed class HistoryTests
{
    private const string Latest = "CHATHISTORY LATEST #a * 10";

    [Fact]
    public async Task Before_their_time_in_the_channel_nobody_reads_where_it_is_configured()
    {
        await using MemoryStage stage = await SaidAsync(
            new HistoryConfig { Cutoff = HistoryCutoff.JoinTime, GracePeriod = 0 });
        await JoinAsync(stage, "bob", "");
        await stage.SendAsync("alice", "PRIVMSG #a :new");
        Assert.Equal([":alice!alice@127.0.0.1 PRIVMSG #a :new"], await AskAsync(stage, "bob", Latest));
        Assert.Equal(3, (await AskAsync(stage, "alice", Latest)).Length);
    }

    [Theory]
    [InlineData(HistoryCutoff.RegistrationTime, 2)]
    [InlineData(HistoryCutoff.JoinTime, 0)]
    public async Task A_grace_period_lets_newcomers_read_a_little_where_it_is_by_their_registration(
        HistoryCutoff cutoff, int messages)
    {
        await using MemoryStage stage = await SaidAsync(new HistoryConfig { Cutoff = cutoff, GracePeriod = 60_000 });
        await JoinAsync(stage, "bob", "");
        Assert.Equal(messages, (await AskAsync(stage, "bob", Latest)).Length);
    }

    // https://github.com/ergochat/ergo/issues/1593
    [Fact]
    public async Task Operators_who_may_read_histories_read_what_was_before_their_time()
    {
        await using MemoryStage stage = await SaidAsync(new HistoryConfig { Cutoff = HistoryCutoff.JoinTime });
        foreach (string name in (string[])["root", "mod"]) await JoinAsync(stage, name, "");
        foreach (string name in (string[])["root", "mod"]) await stage.SendAsync(name, $"OPER {name} rootpassword");
        Assert.Equal(2, (await AskAsync(stage, "root", Latest)).Length);
        Assert.Empty(await AskAsync(stage, "mod", Latest));
    }

    [Theory]
    [InlineData(2048, 1500)]
    [InlineData(1200, 1200)]
    [InlineData(0, 10)]
    public async Task Clients_that_know_ZNC_are_played_more_than_a_page(int most, int played)
    {
        await using MemoryStage stage = await SaidAsync(new HistoryConfig { ZncMaxMessages = most, MaxMessages = 10 });
        for (int i = 3; i <= 1500; i++) await stage.SendAsync("alice", $"PRIVMSG #a :{i}");
        string[] all = await AskAsync(stage, "alice", "PRIVMSG *playback :PLAY #a 0");
        Assert.Equal(played, all.Length);
        Assert.Equal(all.Distinct(), all);
        Assert.EndsWith(":1500", all[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_too_old_is_not_shown()
    {
        await using MemoryStage stage = await SaidAsync(new HistoryConfig { ExpireTime = 60_000 });
        await stage.WaitAsync(TimeSpan.FromSeconds(61));
        await stage.SendAsync("alice", "PRIVMSG #a :new");
        Assert.Equal([":alice!alice@127.0.0.1 PRIVMSG #a :new"], await AskAsync(stage, "alice", Latest));
    }

    [Fact]
    public async Task Who_cannot_ask_is_shown_the_last_messages_when_they_join()
    {
        await using MemoryStage stage = await SaidAsync(new HistoryConfig { AutoreplayOnJoin = 1 });
        string[] bob = await JoinAsync(stage, "bob", "");
        Assert.Contains(" 366 ", bob[^2], StringComparison.Ordinal);
        Assert.Equal(":alice!alice@127.0.0.1 PRIVMSG #a :two", bob[^1]);
        string[] carol = await JoinAsync(stage, "carol", "draft/chathistory");
        Assert.Contains(" 366 ", carol[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_history_its_commands_and_capabilities_are_unknown()
    {
        await using MemoryStage stage = await SaidAsync(new HistoryConfig { Enabled = false });
        Assert.Contains(" 421 ", Assert.Single(await AskAsync(stage, "alice", Latest)), StringComparison.Ordinal);
        Assert.Contains(" NAK ", Assert.Single(
            await AskAsync(stage, "alice", "CAP REQ draft/chathistory")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_page_has_more_than_the_configuration_lets()
    {
        await using MemoryStage stage = await SaidAsync(new HistoryConfig { MaxMessages = 1 });
        Assert.Equal([":alice!alice@127.0.0.1 PRIVMSG #a :two"], await AskAsync(stage, "alice", Latest));
    }

    // 1,000 messages are some 250 KB: more than may wait for a reader.
    [Fact]
    public async Task A_page_larger_than_the_sendq_goes_in_portions()
    {
        await using MemoryStage stage = await SaidAsync(new HistoryConfig());
        string text = new('x', 200);
        for (int i = 0; i < 1000; i++) await stage.SendAsync("alice", $"PRIVMSG #a :{i} {text}");
        stage.Inbox("alice").Clear();
        await stage.DoAsync("stuck alice");
        await stage.SendAsync("alice", "CHATHISTORY LATEST #a * 1000");
        await stage.SendAsync("alice", "PING after");
        string[] first = [.. stage.Inbox("alice")];
        Assert.Empty(first);
        await stage.DoAsync("quick alice");
        string[] all = [.. stage.Inbox("alice")];
        Assert.Equal(1001, all.Length);
        Assert.Contains(":999 x", all[^2], StringComparison.Ordinal);
        Assert.EndsWith("PONG irc.test :after", all[^1], StringComparison.Ordinal);
    }

    // More redactions than are remembered for their own sake, and no archive that has come to them.
    [Fact]
    public async Task What_was_redacted_is_never_shown_again_however_much_was_redacted_since()
    {
        await using MemoryStage stage = await SaidAsync(new HistoryConfig());
        await stage.SendAsync("alice", "CAP REQ :echo-message message-tags draft/message-redaction no-implicit-names");
        await RedactAsync(stage, "#a", "secret");
        await AskAsync(stage, "alice", "JOIN #b");
        for (int i = 0; i <= 4096; i++) await RedactAsync(stage, "#b", $"{i}");
        await stage.DoAsync("again leaf1");
        await stage.SendAsync("alice", "CAP REQ :-message-tags");
        Assert.Equal(
            [":alice!alice@127.0.0.1 PRIVMSG #a :one", ":alice!alice@127.0.0.1 PRIVMSG #a :two"],
            await AskAsync(stage, "alice", Latest));
    }

    private static async Task RedactAsync(MemoryStage stage, string channel, string text)
    {
        string said = Assert.Single(await AskAsync(stage, "alice", $"PRIVMSG {channel} :{text}"));
        Line message = Line.Parse(said);
        Assert.Contains(" REDACT ", Assert.Single(
            await AskAsync(stage, "alice", $"REDACT {channel} {message.Tags["msgid"]}")), StringComparison.Ordinal);
    }

    private static async Task<MemoryStage> SaidAsync(HistoryConfig config)
    {
        MemoryStage stage = new(1);
        stage.Reconfigure(TestConfig.Public with { History = config });
        await JoinAsync(stage, "alice", "");
        await stage.SendAsync("alice", "PRIVMSG #a :one");
        await stage.SendAsync("alice", "PRIVMSG #a :two");
        return stage;
    }

    private static async Task<string[]> JoinAsync(MemoryStage stage, string name, string capabilities)
    {
        await stage.ConnectAsync(name, null);
        if (capabilities.Length > 0) await stage.SendAsync(name, $"CAP REQ :{capabilities}");
        foreach (string line in (string[])[$"NICK {name}", $"USER {name} 0 * :{name}", "CAP END"])
            await stage.SendAsync(name, line);
        return await AskAsync(stage, name, "JOIN #a");
    }

    private static async Task<string[]> AskAsync(MemoryStage stage, string name, string line)
    {
        stage.Inbox(name).Clear();
        await stage.SendAsync(name, line);
        return [.. stage.Inbox(name)];
    }
}
