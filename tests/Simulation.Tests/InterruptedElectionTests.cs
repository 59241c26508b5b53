using IrcNats.Events;
using IrcNats.Replication;
using IrcNats.Transcripts;
using IrcNats.Wire;

namespace IrcNats.Simulation.Tests;

/// <summary>
/// An entry of the root before slips in right behind an election, before the elected root has begun. What that root
/// wrote behind it would not count.
/// </summary>
public sealed class InterruptedElectionTests
{
    [Fact]
    public void The_root_that_was_elected_does_not_write_behind_it_and_is_elected_again()
    {
        // The election's acknowledgement comes so late that the root sees what followed.
        Faults late = Faults.None with { LateAck = 400, SlowDisk = 0 };
        SimCluster cluster = new(seed: 1, late, TestConfig.Public, roots: 2, leaves: 1);
        RunUntil(cluster, () => cluster.IsSettled);
        ulong epoch = cluster.Judge.Network.Epoch;
        SimRoot first = cluster.ActiveRoot!, second = cluster.Roots.Single(r => r != first);
        first.Pause();
        RunUntil(cluster, () => cluster.Judge.Network.RootNode == second.Name);
        Assert.Null(second.Writer);
        ulong elected = cluster.Stream.Last, electedIn = cluster.Judge.Network.Epoch;
        Outcome former = new(cluster.Time.Now, null, [new LeafLost("leaf1", 1)], []);
        cluster.Stream.Append(
            first.Name, elected + 1, Codec.Encode(new Entry(Payload.FormatVersion, epoch, [former])), _ => { });
        RunUntil(cluster, () => cluster.Judge.Network.InterruptedAt == elected + 1);
        Assert.Null(second.Writer);

        first.Continue();
        RunUntil(cluster, () => cluster.IsSettled);
        Assert.True(cluster.Judge.Network.Epoch > electedIn);
        Assert.Null(cluster.Judge.Network.InterruptedAt);
    }

    private static void RunUntil(SimCluster cluster, Func<bool> isSo)
    {
        for (long end = cluster.Time.Now + 60_000; !isSo() && cluster.Time.Now < end;)
            cluster.Time.RunUntil(cluster.Time.Now + 1);
        Assert.True(isSo(), cluster.Status);
    }
}
