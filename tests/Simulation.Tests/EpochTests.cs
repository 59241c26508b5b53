using IrcNats.Transcripts;

namespace IrcNats.Simulation.Tests;

/// <summary>
/// No epoch comes twice, not even one that a log which went back no longer knows. The judge looks at each election.
/// </summary>
public sealed class EpochTests
{
    // It heard no other root, so it begins with the newest time in the log: the same one again, behind the same entry.
    [Fact]
    public void A_root_whose_clock_is_behind_the_log_is_elected_in_another_epoch_behind_the_same_entry()
    {
        SimCluster cluster = new(seed: 1, Faults.None, TestConfig.Public, roots: 1, leaves: 1);
        RunUntil(cluster, () => cluster.IsSettled);
        cluster.Time.RunUntil(cluster.Time.Now + 2000);
        ulong stood = cluster.Stream.Last, first = cluster.Judge.Network.Epoch;
        cluster.SetClock("root-1", -3_600_000);
        HashSet<ulong> epochs = [first];
        for (int i = 0; i < 5; i++)
        {
            cluster.Crash(cluster.Roots[0]);
            RunUntil(cluster, () => !epochs.Contains(cluster.Judge.Network.Epoch) && cluster.IsSettled);
            Assert.True(epochs.Add(cluster.Judge.Network.Epoch));
            cluster.Stream.GoBack(stood, down: 0);
            Assert.Equal(first, cluster.Judge.Network.Epoch);
        }
    }

    private static void RunUntil(SimCluster cluster, Func<bool> isSo)
    {
        for (long end = cluster.Time.Now + 60_000; !isSo() && cluster.Time.Now < end;)
            cluster.Time.RunUntil(cluster.Time.Now + 1);
        Assert.True(isSo(), cluster.Status);
    }
}
