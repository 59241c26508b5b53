using IrcNats.Integration.Tests.Cluster;

namespace IrcNats.Integration.Tests.Faults;

/// <summary>One leaf cannot reach NATS for a while, or hangs; the others go on.</summary>
public sealed class LeafIsCutOffTests
{
    // Longer than a root may be silent, and than the first question after it takes.
    private static readonly TimeSpan s_away = TimeSpan.FromSeconds(3);

    [Fact]
    public async Task What_was_only_late_is_shown_in_order()
    {
        await using RealCluster cluster = await RealCluster.StartAsync(new ClusterShape { DetourForFirstLeaf = true });
        await using Conversation talk = await Conversation.BeginAsync(cluster);
        await talk.GoesOnAsync();
        cluster.Detour!.Block();
        await Task.Delay(s_away);
        cluster.Detour.Open();
        await talk.GoesOnAsync();
        Assert.True(await talk.EndAsync() > 0);
    }

    [Fact]
    public async Task What_was_missed_is_read_from_the_log_and_shown_in_order()
    {
        await using RealCluster cluster = await RealCluster.StartAsync(new ClusterShape { DetourForFirstLeaf = true });
        await using Conversation talk = await Conversation.BeginAsync(cluster);
        await talk.GoesOnAsync();
        // The first entries may come before a leaf listens.
        int[] before = [.. cluster.Leaves.Select(l => l.Count("of the log were missed"))];
        cluster.Detour!.Block();
        await Task.Delay(s_away);
        cluster.Detour.Cut();
        await talk.GoesOnAsync();
        Assert.True(await talk.EndAsync() > 0);
        Assert.True(cluster.Leaves[0].Count("of the log were missed") > before[0]);
        Assert.Equal(before[1], cluster.Leaves[1].Count("of the log were missed"));
    }

    [Fact]
    public async Task A_leaf_that_hung_shows_everything_when_it_wakes_up()
    {
        await using RealCluster cluster = await RealCluster.StartAsync();
        await using Conversation talk = await Conversation.BeginAsync(cluster);
        await talk.GoesOnAsync();
        cluster.Leaves[1].Pause();
        await Task.Delay(s_away);
        cluster.Leaves[1].Continue();
        await talk.GoesOnAsync();
        Assert.True(await talk.EndAsync() > 0);
    }
}
