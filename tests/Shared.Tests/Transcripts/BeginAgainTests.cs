using IrcNats.Replication;
using IrcNats.State;
using IrcNats.Transcripts;

namespace IrcNats.Tests.Transcripts;

/// <summary>A replica begins again: who of its sessions is a user again, and who was ended by the network.</summary>
public sealed class BeginAgainTests
{
    private const string Ended = "ERROR :The network has disconnected you; why was not shown to this server";

    [Fact]
    public async Task Who_was_quit_because_their_leaf_was_lost_comes_back()
    {
        await using MemoryStage stage = await PartyAsync();
        await DoAsync(stage, "cut leaf1");
        await stage.WaitAsync(TimeSpan.FromSeconds(70));
        Assert.Null(stage.Root.FindUser("alice"));
        await DoAsync(stage, "again leaf1");
        Assert.NotNull(stage.Root.FindMember("#dev", stage.Root.FindUser("alice")!.Id));
        Assert.DoesNotContain(stage.Inbox("alice"), IsError);
    }

    [Fact]
    public async Task So_does_who_was_quit_before_the_leaf_was_heard_again_but_could_not_follow()
    {
        await using MemoryStage stage = await PartyAsync();
        await DoAsync(stage, "cut leaf1");
        await stage.WaitAsync(TimeSpan.FromSeconds(70));
        await DoAsync(stage, "behind leaf1");
        await stage.WaitAsync(TimeSpan.FromSeconds(5));
        Assert.Null(stage.Root.FindLeaf("leaf1")!.LostAt);
        await DoAsync(stage, "again leaf1");
        Assert.NotNull(stage.Root.FindUser("alice"));
    }

    [Theory]
    [InlineData(ReloadReason.Behind)]
    [InlineData(ReloadReason.Wrong)]
    public async Task Who_was_killed_does_not_come_back(ReloadReason why)
    {
        await using MemoryStage stage = await PartyAsync();
        NetworkSnapshot saved = await WithoutAliceAsync(stage);
        stage.Cores.First().Reloaded(saved, saved.Time, why);
        await stage.SettleAsync(null);
        Assert.Null(stage.Root.FindUser("alice"));
        Assert.Equal(Ended, stage.Inbox("alice").Last());
        await stage.CloseAsync("alice");
        Assert.Equal(0, stage.Cores.First().Sessions);
    }

    [Fact]
    public async Task When_the_log_went_back_everybody_comes_back()
    {
        await using MemoryStage stage = await PartyAsync();
        NetworkSnapshot saved = await WithoutAliceAsync(stage);
        stage.Cores.First().Reloaded(saved, saved.Time, ReloadReason.WentBack);
        await stage.SettleAsync(null);
        Assert.NotNull(stage.Root.FindUser("alice"));
    }

    [Fact]
    public async Task Nobody_comes_back_to_a_process_that_was_followed_by_another()
    {
        await using MemoryStage stage = await PartyAsync();
        NetworkSnapshot saved = stage.Root.Save();
        ulong later = stage.Cores.First().Incarnation + 1;
        stage.Cores.First().Reloaded(
            saved with
            {
                Users = [.. saved.Users.Where(u => u.User.Session.Leaf != "leaf1")], Channels = [],
                Leaves = [.. saved.Leaves.Select(l => l.Leaf == "leaf1" ? l with { Incarnation = later } : l)],
            },
            saved.Time + 1_000_000);
        Assert.Equal(Ended, stage.Inbox("alice").Last());
    }

    [Fact]
    public async Task What_a_line_came_to_meanwhile_is_its_labelled_answer()
    {
        await using MemoryStage stage = new(leaves: 2);
        await new Transcript(stage).PlayAsync("alice @leaf1\nalice caps batch, labeled-response\nalice join #dev");
        await DoAsync(stage, "behind leaf1");
        await stage.SendAsync("alice", "@label=it JOIN #new,nothing");
        await DoAsync(stage, "again leaf1");
        Assert.Contains(":alice!alice@127.0.0.1 JOIN #new", stage.Inbox("alice"));
        string answer = stage.Inbox("alice").Single(l => l.StartsWith("@label=it", StringComparison.Ordinal));
        Assert.StartsWith("@label=it :irc.test 403 alice nothing ", answer, StringComparison.Ordinal);
        Assert.Equal(0, stage.Cores.First().Unanswered);
    }

    [Fact]
    public async Task Who_registered_and_was_killed_meanwhile_is_told()
    {
        await using MemoryStage stage = await PartyAsync();
        await RegisterBehindAsync(stage, "bob");
        await stage.SendAsync("root", "KILL bob :because");
        await DoAsync(stage, "again leaf1");
        Assert.Equal([Ended], stage.Inbox("bob"));
    }

    [Fact]
    public async Task Who_registered_meanwhile_goes_on_with_the_lines_that_waited()
    {
        await using MemoryStage stage = await PartyAsync();
        await RegisterBehindAsync(stage, "bob");
        await stage.SendAsync("bob", "JOIN #dev");
        await DoAsync(stage, "again leaf1");
        await stage.SettleAsync(null);
        Assert.Contains(":bob!bob@127.0.0.1 JOIN #dev", stage.Inbox("bob"));
    }

    [Fact]
    public async Task Who_registered_and_hung_up_meanwhile_is_quit()
    {
        await using MemoryStage stage = await PartyAsync();
        await RegisterBehindAsync(stage, "bob");
        await stage.CloseAsync("bob");
        Assert.NotNull(stage.Root.FindUser("bob"));
        await DoAsync(stage, "again leaf1");
        await stage.SettleAsync(null);
        Assert.Null(stage.Root.FindUser("bob"));
    }

    [Fact]
    public async Task Who_was_resumed_meanwhile_is_told_so_and_finds_topics_and_names()
    {
        await using MemoryStage stage = new(leaves: 2);
        await new Transcript(stage).PlayAsync(
            "alice @leaf1\nalice caps ircnats/resume\nalice join #dev\nalice> TOPIC #dev :news\nalice< * TOPIC #dev *");
        await stage.SendAsync("alice", "RESUME");
        string token = stage.Inbox("alice").Last().Split(' ')[^1];
        await DoAsync(stage, "behind leaf2");
        await stage.ConnectAsync("again", "leaf2");
        string[] lines = ["CAP REQ ircnats/resume", "RESUME " + token, "NICK a", "USER a 0 * :A", "CAP END"];
        foreach (string line in lines) await stage.SendAsync("again", line);
        await DoAsync(stage, "again leaf2");
        Assert.Contains(":irc.test RESUME SUCCESS alice", stage.Inbox("again"));
        Assert.Contains(":irc.test 332 alice #dev :news", stage.Inbox("again"));
        Assert.Contains(":irc.test 366 alice #dev :End of /NAMES list", stage.Inbox("again"));
    }

    [Fact]
    public async Task A_configuration_that_came_meanwhile_is_announced()
    {
        await using MemoryStage stage = await PartyAsync();
        await DoAsync(stage, "behind leaf1");
        NetworkConfig config = stage.Root.Config;
        stage.Reconfigure(config with { Limits = config.Limits with { NickLen = config.Limits.NickLen + 1 } });
        await DoAsync(stage, "again leaf1");
        Assert.Contains($":irc.test 005 alice NICKLEN={config.Limits.NickLen + 1} *", Numbered(stage.Inbox("alice")));
    }

    private static IEnumerable<string> Numbered(IEnumerable<string> lines) =>
        lines.Select(l => l.Replace(":are supported by this server", "*", StringComparison.Ordinal));

    private static bool IsError(string line) => line.StartsWith("ERROR", StringComparison.Ordinal);

    private static async Task<MemoryStage> PartyAsync()
    {
        MemoryStage stage = new(leaves: 2);
        await new Transcript(stage).PlayAsync("alice @leaf1\nroot @leaf2\nalice, root join #dev\nroot opers");
        return stage;
    }

    private static async Task<NetworkSnapshot> WithoutAliceAsync(MemoryStage stage)
    {
        await DoAsync(stage, "behind leaf1");
        await stage.SendAsync("root", "KILL alice :because");
        return stage.Root.Save();
    }

    // Its leaf is behind, and does not learn that it is a user.
    private static async Task RegisterBehindAsync(MemoryStage stage, string name)
    {
        await DoAsync(stage, "behind leaf1");
        await stage.ConnectAsync(name, "leaf1");
        await stage.SendAsync(name, "NICK " + name);
        await stage.SendAsync(name, $"USER {name} 0 * :{name}");
    }

    private static async Task DoAsync(MemoryStage stage, string step) => Assert.True(await stage.DoAsync(step));
}
