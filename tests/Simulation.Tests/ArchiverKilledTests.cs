using IrcNats.History;
using IrcNats.State;
using IrcNats.Transcripts;

namespace IrcNats.Simulation.Tests;

/// <summary>
/// The archiver is killed whenever the archive has something of which the log does not know yet, by a standby or by the
/// active root itself.
/// </summary>
public sealed class ArchiverKilledTests
{
    private const int Kills = 200;

    [Theory, InlineData(1), InlineData(2)]
    public void Between_write_and_watermark_nothing_is_lost_or_doubled(int roots)
    {
        // Messages take a while, so that there is a time in between.
        SimCluster cluster = new(
            seed: roots, Faults.None with { MaxDelay = 20, SlowArchive = 40 }, TestConfig.Public, roots, leaves: 1,
            hasArchive: true);
        RunUntil(cluster, () => cluster.IsSettled);
        SimLink alice = cluster.Leaves[0].Open(_ => { }, () => { });
        alice.Send("NICK alice");
        alice.Send("USER alice 0 * :Alice");
        alice.Send("JOIN #a");
        RunUntil(cluster, () => cluster.Judge.Network.FindChannel("#a") is not null);
        for (int kill = 1; kill <= Kills; kill++)
        {
            alice.Send($"PRIVMSG #a :{kill}");
            RunUntil(cluster, () => IsAhead(cluster, $"{kill}"));
            // Two for a moment, when a standby has come back.
            SimRoot[] archivers = [.. cluster.Roots.Where(r => r.IsArchiving)];
            Assert.NotEmpty(archivers);
            foreach (SimRoot archiver in archivers) cluster.Crash(archiver);
            RunUntil(cluster, () => cluster.Roots.All(r => r.IsRunning) && cluster.IsSettled, step: 20);
        }

        RunUntil(cluster, () => cluster.Archive!.Fault() is null);
        Assert.True(cluster.Archive!.Checked > Kills);
        Assert.Equal(0, cluster.Archive.Gaps);
    }

    // The archive has the message that was said last, and the log does not know it.
    private static bool IsAhead(SimCluster cluster, string said)
    {
        HistoryTarget target = HistoryTarget.OfChannel(cluster.Judge.Network.FindChannel("#a")!.Founded!.Value);
        HistoryPage newest = cluster.Archive!.Messages.ReadAsync(HistoryQuery.Latest(target, null, 1), default).Result;
        return newest.Messages.LastOrDefault() is { } message
            && message.Params[^1] == said && !(cluster.Judge.Network.ArchivedUpTo >= message.Mark);
    }

    private static void RunUntil(SimCluster cluster, Func<bool> isSo, int step = 1)
    {
        for (long end = cluster.Time.Now + 600_000; !isSo() && cluster.Time.Now < end;)
            cluster.Time.RunUntil(cluster.Time.Now + step);
        Assert.True(isSo(), $"{cluster.Status} {cluster.Archive!.Fault()}");
    }
}
