using System.Globalization;
using IrcNats.Integration.Tests.Cluster;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;

namespace IrcNats.Integration.Tests.Faults;

/// <summary>Whoever archives is killed while somebody talks, or the archive is away.</summary>
public sealed class ArchiverDiesTests
{
    private int _said;

    [Fact]
    public async Task Everything_is_archived_once_and_in_order_whoever_dies()
    {
        await using RealCluster cluster = await RealCluster.StartAsync(
            new ClusterShape { Archives = true, Standby = true, SnapshotEvery = 10 });
        await using ArchiveView archive = await ArchiveView.OpenAsync(cluster);
        await using IrcClient alice = await cluster.JoinAsync(1, "alice");
        await alice.SendAsync("JOIN #a");
        // The standby archives.
        await cluster.Standby.PrintedAsync("archives what is said");
        await SayAsync(alice, archive);

        // Then the active root, because there is no standby any more. It may have begun while the standby was young:
        // then it just goes on.
        await cluster.Standby.KillAsync();
        await SayAsync(alice);
        await SayAsync(alice, archive);

        // Then the standby again, which then becomes the active root.
        int printed = cluster.Standby.Lines.Count;
        await cluster.Standby.StartAsync();
        await cluster.Standby.PrintedAsync("archives what is said", printed);
        await SayAsync(alice);
        await cluster.Root.KillAsync();
        await SayAsync(alice, archive);
        Assert.Equal(
            Enumerable.Range(1, _said).Select(n => string.Create(CultureInfo.InvariantCulture, $"alice {n}")),
            await archive.SaidAsync());
    }

    [Fact]
    public async Task An_archive_that_is_away_gets_everything_when_it_is_back()
    {
        await using RealCluster cluster = await RealCluster.StartAsync(
            new ClusterShape { Archives = true, Leaves = 1 });
        await using ArchiveView archive = await ArchiveView.OpenAsync(cluster);
        await using IrcClient alice = await cluster.JoinAsync(1, "alice");
        await alice.SendAsync("JOIN #a");
        await SayAsync(alice, archive);
        // It takes nothing, as on a disk that is full.
        Func<Task> room = await FillAsync(cluster);
        await SayAsync(alice);
        await cluster.Root.PrintedAsync("the archive has taken nothing for");
        await SayAsync(alice);
        await room();
        await cluster.Root.PrintedAsync("the archive takes what is said again");
        await SayAsync(alice, archive);
        Assert.Equal(_said, (await archive.SaidAsync()).Length);
    }

    // Some lines; until the archive has them, if it is given.
    private async Task SayAsync(IrcClient client, ArchiveView? archive = null)
    {
        for (int i = 0; i < 10; i++)
            await client.SendAsync(string.Create(CultureInfo.InvariantCulture, $"PRIVMSG #a :{++_said}"));
        await client.SettleAsync();
        if (archive is not null)
            await archive.UntilAsync(string.Create(CultureInfo.InvariantCulture, $"alice {_said}"));
    }

    private static async Task<Func<Task>> FillAsync(RealCluster cluster)
    {
        NatsJSContext js = new(cluster.Bus);
        INatsJSStream stream = await js.GetStreamAsync(cluster.Subjects.HistoryStream);
        StreamConfig before = stream.Info.Config;
        long full = stream.Info.State.Messages;
        await js.UpdateStreamAsync(before with { MaxMsgs = full, Discard = StreamConfigDiscard.New });
        return async () => await js.UpdateStreamAsync(before with { MaxMsgs = -1, Discard = StreamConfigDiscard.Old });
    }
}
