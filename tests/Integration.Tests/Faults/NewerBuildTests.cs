using System.Diagnostics;
using IrcNats.Events;
using IrcNats.Integration.Tests.Cluster;
using IrcNats.Root.Core;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Integration.Tests.Faults;

/// <summary>
/// A root of a newer build goes on without those who do not know what it knows; the tests play that root.
/// </summary>
public sealed class NewerBuildTests
{
    private const int Next = BuildLevel.Current + 1;

    // Greater than any epoch that a root of the cluster takes of itself.
    private static readonly ulong s_epoch = Writer.EpochAt(DateTimeOffset.UtcNow.AddDays(1).ToUnixTimeMilliseconds());

    [Fact]
    public async Task Who_does_not_know_the_networks_level_says_so_lets_its_clients_go_and_does_not_start_again()
    {
        await using RealCluster cluster = await RealCluster.StartAsync(new ClusterShape { Leaves = 1, Standby = true });
        await using IrcClient alice = await cluster.JoinAsync(1, "alice");
        await cluster.AppendAsync(Election(new LevelRaised(Next)));

        string why = $"the network is at level {Next}, and this build (ircnats {Software.Number}) knows only";
        Node leaf = cluster.Leaves[0];
        await leaf.PrintedAsync($"this leaf is too old: {why}");
        await alice.UntilAsync("please connect again");
        Assert.Equal(BuildLevel.TooOldExit, await leaf.EndedAsync());
        Assert.Equal(BuildLevel.TooOldExit, await cluster.Standby.EndedAsync());
        Assert.Equal(1, cluster.Standby.Count($"root-2 ends: {why}"));
        // It wrote when the other one was elected: the log says that it is the root no more.
        Assert.Equal(3, await cluster.Root.EndedAsync());

        foreach (Node late in new[] { cluster.Root, leaf })
        {
            late.Launch();
            Assert.Equal(BuildLevel.TooOldExit, await late.EndedAsync());
        }
    }

    [Fact]
    public async Task Who_cannot_read_what_the_root_wrote_and_built_upon_says_so_and_lets_its_clients_go()
    {
        await using RealCluster cluster = await RealCluster.StartAsync(new ClusterShape { Leaves = 1, Standby = true });
        await using IrcClient alice = await cluster.JoinAsync(1, "alice");
        await cluster.AppendAsync(Election());
        // An entry of that epoch with one outcome, with one event of a kind that no build has: number 120, no fields.
        byte[] unknown = Codec.Encode(new Entry(Next, s_epoch, [new Outcome(1, null, [new LevelRaised(0)], [])]));
        int kind = unknown.AsSpan().IndexOf([(byte)0x92, (byte)53]) + 1;
        unknown[kind] = 120;
        ulong seq = await cluster.AppendAsync(unknown);
        await SpeakAsRootAsync(cluster, seq, until: () => cluster.Standby.Count("root-2 ends: ") > 0
            && cluster.Leaves[0].Count("this leaf is too old: ") > 0);

        string why = $"the root goes on behind entry {seq}, which this build";
        Assert.Equal(1, cluster.Leaves[0].Count($"this leaf is too old: {why}"));
        Assert.Equal(BuildLevel.TooOldExit, await cluster.Leaves[0].EndedAsync());
        Assert.Equal(BuildLevel.TooOldExit, await cluster.Standby.EndedAsync());
    }

    private static byte[] Election(params Event[] more) => Codec.Encode(new Entry(
        Next, s_epoch, [new Outcome(1, null, [new RootElected(s_epoch, "root-9"), .. more], [])]));

    private static async Task SpeakAsRootAsync(RealCluster cluster, ulong seq, Func<bool> until)
    {
        for (Stopwatch waited = Stopwatch.StartNew(); !until() && waited.Elapsed.TotalSeconds < 30;)
        {
            long now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
            await cluster.Bus.PublishAsync(
                cluster.Subjects.Beat, Codec.Encode(new Beat(Next, s_epoch, "root-9", seq, now)));
            await Task.Delay(200);
        }
    }
}
