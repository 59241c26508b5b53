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

    private static async Task DoAsync(MemoryStage stage, string step) => Assert.True(await stage.DoAsync(step));
}
