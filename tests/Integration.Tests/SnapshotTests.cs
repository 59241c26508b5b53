using IrcNats.Integration.Tests.Cluster;
using IrcNats.Integration.Tests.Faults;
using IrcNats.Wire;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;

namespace IrcNats.Integration.Tests;

/// <summary>A process that begins from a snapshot and the log behind it knows what the whole log tells.</summary>
public sealed class SnapshotTests
{
    private const int Often = 10;

    [Fact]
    public async Task Root_and_leaf_begin_from_the_newest_snapshot_and_what_follows_it()
    {
        await using RealCluster cluster = await RealCluster.StartAsync(
            new ClusterShape { SnapshotEvery = Often, Leaves = 3 });
        await using Furniture house = await Furniture.PutUpAsync(cluster);
        await using IrcClient carol = await cluster.JoinAsync(1, "carol");
        await TalkAsync(carol, 3 * Often);
        ulong snapshot = await SavedAsync(cluster);
        // Changes behind the snapshot: a new topic, a user who leaves, a user who comes.
        await house.Alice.SendAsync("TOPIC #house :repainted", "MODE #house -b+b evil!*@* worse!*@*");
        await house.Alice.SettleAsync();
        await carol.SendAsync("QUIT");
        await carol.EndAsync();
        await using IrcClient dave = await cluster.JoinAsync(2, "dave");
        var before = await house.LookAsync();

        // A process that needed the older part of the log would now fail.
        NatsJSContext js = new(cluster.Bus);
        await js.PurgeStreamAsync(cluster.Subjects.LogStream, new StreamPurgeRequest { Seq = snapshot + 1 });
        await cluster.Root.KillAsync();
        await cluster.Leaves[2].KillAsync();
        await Task.WhenAll(cluster.Root.StartAsync(), cluster.Leaves[2].StartAsync());

        var after = await house.LookAsync();
        Assert.Equal(before.Alice, after.Alice);
        Assert.Equal(before.Bob, after.Bob);
        await using IrcClient eve = await cluster.JoinAsync(3, "eve");
        await using IrcClient frank = await cluster.JoinAsync(1, "frank");
        Assert.Equal(Nameless(await View.OfAsync(frank, "#house")), Nameless(await View.OfAsync(eve, "#house")));
        Assert.True(cluster.Leaves[2].Count($"following the log from sequence {snapshot}") > 0);
    }

    [Fact]
    public async Task A_leaf_that_was_lost_begins_behind_whatever_ended_it()
    {
        await using RealCluster cluster = await RealCluster.StartAsync(
            new ClusterShape { SnapshotEvery = 100_000, Standby = true });
        await using Furniture house = await Furniture.PutUpAsync(cluster);
        await cluster.Leaves[1].KillAsync();
        await Task.WhenAny(
            cluster.Root.PrintedAsync("snapshot at "), cluster.Standby.PrintedAsync("snapshot at "));
        await cluster.Leaves[1].StartAsync();
        Assert.Equal(1, cluster.Leaves[1].Count("following the log from sequence 0"));
        Assert.Equal(2, cluster.Leaves[1].Count("following the log from sequence "));
        await using IrcClient bob = await cluster.JoinAsync(2, "bob-again");
    }

    [Fact]
    public async Task A_snapshot_that_cannot_be_used_is_not_used()
    {
        await using RealCluster cluster = await RealCluster.StartAsync(new ClusterShape { SnapshotEvery = 10_000 });
        await using Furniture house = await Furniture.PutUpAsync(cluster);
        var before = await house.LookAsync();
        byte[][] manifests =
        [
            [1, 2, 3], [0x92, 5, 0x90], Codec.Encode(new Beat(1, 1, "x", 1, 1)),
            Codec.Encode(new SnapshotManifest(1, 3, 1, -5, "00", "root-9", 1)),
            Codec.Encode(new SnapshotManifest(1, 3, int.MaxValue, int.MaxValue, "00", "root-9", 1)),
        ];
        foreach (byte[] manifest in manifests)
        {
            await cluster.Bus.PublishAsync(cluster.Subjects.Saved.Manifest, manifest);
            await cluster.Bus.PingAsync();
            await cluster.Root.KillAsync();
            await cluster.Root.StartAsync();
        }

        var after = await house.LookAsync();
        Assert.Equal(before.Alice, after.Alice);
        Assert.Equal(before.Bob, after.Bob);
        // bob goes down with his leaf, and the leaf comes up.
        await cluster.Leaves[1].KillAsync();
        await cluster.Leaves[1].StartAsync();
        await house.Alice.UntilAsync("robert!bob@127.0.0.1 QUIT :*.net *.split");
    }

    // Whichever of the two was asking.
    private static IEnumerable<string> Nameless(string[] view) => view.Select(l =>
        l.Replace(" eve ", " you ", StringComparison.Ordinal).Replace(" frank ", " you ", StringComparison.Ordinal));

    private static async Task TalkAsync(IrcClient speaker, int lines)
    {
        for (int i = 0; i < lines; i++)
        {
            await speaker.SendAsync($"PRIVMSG carol :note {i}");
            // One by one, so that each is an entry of its own.
            await speaker.SettleAsync();
        }

        speaker.Inbox.Clear();
    }

    // The sequence of the snapshot that the root has made.
    private static async Task<ulong> SavedAsync(RealCluster cluster)
    {
        const string Said = "snapshot at ";
        int at = await cluster.Root.PrintedAsync(Said);
        string line = cluster.Root.Lines[at - 1];
        string number = line[(line.IndexOf(Said, StringComparison.Ordinal) + Said.Length)..].Split(':')[0];
        return ulong.Parse(number, System.Globalization.CultureInfo.InvariantCulture);
    }
}
