using IrcNats.Transcripts;
using IrcNats.Wire;

namespace IrcNats.Simulation.Tests;

/// <summary>The log is trimmed up to a root's newest entries before the root has heard what became of them.</summary>
public sealed class TrimmedLogTests
{
    [Fact]
    public void It_goes_on_when_the_newest_entry_that_it_knows_as_stored_is_trimmed_away()
    {
        (SimCluster cluster, SimRoot root) = Trim(unheard: 1);
        Assert.True(cluster.IsSettled, cluster.Status);
        Assert.Same(root, cluster.ActiveRoot);
    }

    [Fact]
    public void It_ends_when_an_entry_that_it_does_not_know_as_stored_is_trimmed_away()
    {
        (SimCluster cluster, SimRoot root) = Trim(unheard: 2);
        Assert.True(cluster.IsSettled, cluster.Status);
        Assert.True(root.IsDead);
    }

    // Acknowledgements are slow, and the connection they would come on breaks.
    private static (SimCluster, SimRoot) Trim(int unheard)
    {
        Faults late = Faults.None with { LateAck = 400, SlowDisk = 0 };
        SimCluster cluster = new(seed: 1, late, TestConfig.Public, roots: 1, leaves: 1);
        RunUntil(cluster, () => cluster.IsSettled);
        SimRoot root = cluster.ActiveRoot!;
        SimLink alice = cluster.Leaves[0].Open(_ => { }, () => { });
        alice.Send("NICK alice");
        alice.Send("USER alice 0 * :Alice");
        RunUntil(cluster, () => cluster.IsSettled);
        for (int i = 1; i <= unheard; i++)
        {
            ulong last = cluster.Stream.Last;
            alice.Send($"JOIN #c{i}");
            RunUntil(cluster, () => cluster.Stream.Last > last);
        }

        root.Connections[1].Break();
        cluster.SaveSnapshot(cluster.Stream.Last, Codec.Encode(cluster.Judge.Network.Save()));
        cluster.Stream.Trim(cluster.Stream.Last);
        cluster.Time.RunUntil(cluster.Time.Now + 1000);
        root.Connections[1].Restore();
        cluster.Time.RunUntil(cluster.Time.Now + 30_000);
        return (cluster, root);
    }

    private static void RunUntil(SimCluster cluster, Func<bool> isSo)
    {
        for (long end = cluster.Time.Now + 600_000; !isSo() && cluster.Time.Now < end;)
            cluster.Time.RunUntil(cluster.Time.Now + 1);
        Assert.True(isSo(), cluster.Status);
    }
}
