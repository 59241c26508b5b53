using IrcNats.Adapters;
using IrcNats.Integration.Tests.Cluster;
using IrcNats.Ports;
using IrcNats.Replication;
using Microsoft.Extensions.Logging.Abstractions;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;

namespace IrcNats.Integration.Tests.Faults;

/// <summary>The log on a real server is trimmed, but not what somebody needs.</summary>
public sealed class TrimmedLogTests
{
    [Fact]
    public async Task It_keeps_what_the_archive_and_the_second_newest_snapshot_need()
    {
        await using RealCluster cluster = await RealCluster.StartAsync(new ClusterShape { SnapshotEvery = 10 });
        await using IrcClient alice = await cluster.JoinAsync(1, "alice");
        await alice.SendAsync("JOIN #a");
        for (int snapshots = 0, printed = 0; snapshots < 2; snapshots++)
        {
            for (int i = 0; i < 40; i++)
            {
                await alice.SendAsync("TOPIC #a :one", "TOPIC #a :two");
                await alice.SettleAsync();
            }

            printed = await cluster.Root.PrintedAsync("snapshot at", printed);
        }

        IBuses buses = new NatsBuses(new BusOptions { Url = cluster.Url }, TimeProvider.System);
        await using IRootBus bus = await buses.ConnectRootAsync("trimmer", NullLogger.Instance, default);
        LogLength all = await bus.TrimLogAsync(new LogTrim(0, null, Archived: 1), default);
        Assert.Equal((1UL, true), (all.First, all.IsForArchive));
        LogLength left = await bus.TrimLogAsync(new LogTrim(0, null, null), default);
        Assert.True(left.First > 1 && left.First == left.Needed, $"{left}");
        Assert.True(left.Bytes < all.Bytes);

        // Whoever starts now begins there.
        await cluster.Root.KillAsync();
        await cluster.Root.StartAsync();
        await using IrcClient bob = await cluster.JoinAsync(2, "bob");
    }

    [Fact]
    public async Task A_log_of_an_older_build_loses_its_limit()
    {
        await using RealCluster cluster = await RealCluster.StartAsync(new ClusterShape { Leaves = 1 });
        NatsJSContext js = new(cluster.Bus);
        StreamConfig config = (await js.GetStreamAsync(cluster.Subjects.LogStream)).Info.Config;
        Assert.Equal(-1, config.MaxBytes);
        config = config with { MaxBytes = 512 << 20, Discard = StreamConfigDiscard.Old };
        await js.UpdateStreamAsync(config);
        await cluster.Root.KillAsync();
        await cluster.Root.StartAsync();
        config = (await js.GetStreamAsync(cluster.Subjects.LogStream)).Info.Config;
        Assert.Equal((-1, StreamConfigDiscard.New), (config.MaxBytes, config.Discard));
        await using IrcClient alice = await cluster.JoinAsync(1, "alice");
    }
}
