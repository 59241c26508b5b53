using IrcNats.Integration.Tests.Cluster;
using IrcNats.Wire;

namespace IrcNats.Integration.Tests.Faults;

/// <summary>Somebody who is no root appends to the log: nobody can read it, and everybody passes over it.</summary>
public sealed class ForeignEntryTests
{
    // Each is an entry of the log, which lives as long as the network.
    private static readonly byte[][] s_entries =
    [
        .. Foreign.Garbage.Where(g => g.Length is > 0 and < 1000).Take(12),
        .. Foreign.OfEveryKind.Where(p => !Codec.TryDecode(p, out Entry? _, out _)),
        Codec.Encode(new Entry(1, 1, []))[..^1],
        // Entries without outcomes, without events, and with nothing for an outcome.
        [0x92, 3, 0x92, 1, 1], [0x92, 3, 0x93, 1, 1, 0x91, 0x90], [0x92, 3, 0x93, 1, 1, 0x91, 0xC0],
    ];

    [Fact]
    public async Task The_root_gives_way_and_started_again_it_continues()
    {
        await using RealCluster cluster = await RealCluster.StartAsync();
        await using Furniture house = await Furniture.PutUpAsync(cluster);
        await using Conversation talk = await Conversation.BeginAsync(cluster);
        var before = await house.LookAsync();
        await talk.GoesOnAsync();

        foreach (byte[] entry in s_entries) await cluster.AppendAsync(entry);
        // ./run does this for a root that ends.
        Assert.Equal(3, await cluster.Root.EndedAsync());
        await cluster.Root.StartAsync();
        await talk.GoesOnAsync();

        Assert.True(await talk.EndAsync() > 0);
        AssertAllPassedOver(cluster.Root);
        Assert.All(cluster.Leaves, AssertAllPassedOver);
        var after = await house.LookAsync();
        Assert.Equal(before.Alice, after.Alice);
        Assert.Equal(before.Bob, after.Bob);

        // A leaf that begins later reads the same log.
        await cluster.Leaves[1].KillAsync();
        await cluster.Leaves[1].StartAsync();
        await using IrcClient carol = await cluster.JoinAsync(2, "carol");
    }

    [Fact]
    public async Task A_standby_takes_over_from_the_root_that_gave_way()
    {
        await using RealCluster cluster = await RealCluster.StartAsync(new ClusterShape { Standby = true });
        await using Conversation talk = await Conversation.BeginAsync(cluster);
        await talk.GoesOnAsync();

        foreach (byte[] entry in s_entries) await cluster.AppendAsync(entry);
        Assert.Equal(3, await cluster.Root.EndedAsync());
        await cluster.Standby.PrintedAsync("root-2 ready: active");
        await talk.GoesOnAsync();

        Assert.True(await talk.EndAsync() > 0);
        AssertAllPassedOver(cluster.Standby);
    }

    private static void AssertAllPassedOver(Node node) =>
        Assert.Equal(s_entries.Length, node.Count("of the log cannot be read and is passed over"));
}
