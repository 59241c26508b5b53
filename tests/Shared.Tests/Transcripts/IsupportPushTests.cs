using IrcNats.State;
using IrcNats.Transcripts;

namespace IrcNats.Tests.Transcripts;

/// <summary>RPL_ISUPPORT in its batch, and what is said of it when the configuration changes.</summary>
public sealed class IsupportPushTests
{
    private static readonly NetworkConfig s_longerTopics =
        TestConfig.Public with { Limits = new Limits { TopicLen = 300, MonitorEntries = 7 } };

    [Fact]
    public async Task Every_user_is_told_what_changed()
    {
        await using MemoryStage stage = new();
        await ConnectAsync(stage, "alice", "");
        await ConnectAsync(stage, "bob", "batch draft/extended-isupport");
        stage.Reconfigure(s_longerTopics);
        Assert.Equal(
            [":irc.test 005 alice MONITOR=7 TOPICLEN=300 :are supported by this server"], stage.Inbox("alice"));
        Assert.Collection(
            stage.Inbox("bob"),
            line => Assert.EndsWith(" draft/isupport", line, StringComparison.Ordinal),
            line => Assert.EndsWith(
                " :irc.test 005 bob MONITOR=7 TOPICLEN=300 :are supported by this server", line,
                StringComparison.Ordinal),
            line => Assert.StartsWith(":irc.test BATCH -", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_clients_are_not_told_of_is_no_change_for_them()
    {
        await using MemoryStage stage = new();
        await ConnectAsync(stage, "alice", "");
        stage.Reconfigure(TestConfig.Public with { Motd = ["hello"] });
        Assert.Empty(stage.Inbox("alice"));
    }

    [Fact]
    public async Task In_a_labelled_answer_it_is_a_batch_within_the_batch()
    {
        await using MemoryStage stage = new();
        await ConnectAsync(stage, "alice", "batch labeled-response draft/extended-isupport");
        await stage.SendAsync("alice", "@label=7 ISUPPORT");
        string[] lines = [.. stage.Inbox("alice")];
        string outer = Reference(lines[0]), inner = Reference(lines[1]);
        Assert.StartsWith("@label=7 ", lines[0], StringComparison.Ordinal);
        Assert.Equal($"@batch={outer} :irc.test BATCH +{inner} draft/isupport", lines[1]);
        Assert.All(
            lines[2..^2],
            line => Assert.StartsWith($"@batch={inner} :irc.test 005 ", line, StringComparison.Ordinal));
        Assert.Equal($"@batch={outer} :irc.test BATCH -{inner}", lines[^2]);
        Assert.Equal($":irc.test BATCH -{outer}", lines[^1]);
    }

    [Fact]
    public async Task The_welcome_has_it_in_a_batch_too()
    {
        await using MemoryStage stage = new();
        string[] welcome = await ConnectAsync(stage, "alice", "batch draft/extended-isupport");
        Assert.All(
            welcome.Where(l => l.Contains(" 005 ", StringComparison.Ordinal)),
            line => Assert.StartsWith("@batch=", line, StringComparison.Ordinal));
        Assert.DoesNotContain(
            welcome.Where(l => !l.Contains(" 005 ", StringComparison.Ordinal)),
            line => line.StartsWith('@'));
    }

    [Fact]
    public async Task Who_said_away_before_registration_is_away_after_it()
    {
        await using MemoryStage stage = new();
        await stage.ConnectAsync("alice", null);
        await stage.SendAsync("alice", "CAP REQ draft/pre-away");
        await stage.SendAsync("alice", "AWAY :in a tunnel");
        await stage.SendAsync("alice", "CAP END");
        await stage.SendAsync("alice", "NICK alice");
        await stage.SendAsync("alice", "USER alice 0 * :alice");
        Assert.Equal("in a tunnel", stage.Root.FindUser("alice")!.Away);
    }

    private static string Reference(string line) => line.Split('+', ' ').SkipWhile(w => w != "BATCH").ElementAt(2);

    private static async Task<string[]> ConnectAsync(MemoryStage stage, string nick, string capabilities)
    {
        await stage.ConnectAsync(nick, null);
        if (capabilities.Length > 0)
        {
            await stage.SendAsync(nick, $"CAP REQ :{capabilities}");
            await stage.SendAsync(nick, "CAP END");
        }

        await stage.SendAsync(nick, $"NICK {nick}");
        await stage.SendAsync(nick, $"USER {nick} 0 * :{nick}");
        string[] welcome = [.. stage.Inbox(nick)];
        stage.Inbox(nick).Clear();
        return welcome;
    }
}
