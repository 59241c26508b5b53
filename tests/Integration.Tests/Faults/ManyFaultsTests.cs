using System.Globalization;
using IrcNats.Integration.Tests.Cluster;
using Xunit.Abstractions;

namespace IrcNats.Integration.Tests.Faults;

/// <summary>
/// Every fault of the other tests, one after the other in an order drawn by lot. Only `./test --long` runs it: the
/// others show each fault by itself, and the simulation shows them in any order. Other seeds than the first may be
/// asked for: IRCNATS_FAULT_SEEDS=2,3,4.
/// </summary>
public sealed class ManyFaultsTests(ITestOutputHelper output)
{
    private const int Faults = 8;

    public static TheoryData<int> Seeds =>
        [.. (Environment.GetEnvironmentVariable("IRCNATS_FAULT_SEEDS") ?? "1").Split(',')
            .Select(s => int.Parse(s, CultureInfo.InvariantCulture))];

    [Theory, MemberData(nameof(Seeds)), Trait("Run", "long")]
    public async Task Nothing_is_lost_and_every_leaf_ends_up_with_the_same(int seed)
    {
        await using RealCluster cluster = await RealCluster.StartAsync(
            new ClusterShape { Standby = true, DetourForFirstLeaf = true, SnapshotEvery = 50 });
        await using Furniture house = await Furniture.PutUpAsync(cluster);
        await using Conversation talk = await Conversation.BeginAsync(cluster);
        var before = await house.LookAsync();
        using CancellationTokenSource over = new();
        using SemaphoreSlim turn = new(1);
        Task supervision = SuperviseAsync(turn, over.Token, cluster.Root, cluster.Standby);
        Random lot = new(seed);
        for (int i = 0; i < Faults; i++)
        {
            await turn.WaitAsync();
            output.WriteLine(await DoAsync(lot.Next(6), cluster, TimeSpan.FromMilliseconds(lot.Next(2500))));
            foreach (Node root in new[] { cluster.Root, cluster.Standby })
                if (root.IsAway) await root.StartAsync();
            turn.Release();
            if (lot.Next(3) > 0) await talk.GoesOnAsync();
        }

        await talk.GoesOnAsync();
        await over.CancelAsync();
        await supervision;
        Assert.True(await talk.EndAsync() > 0);
        var after = await house.LookAsync();
        Assert.Equal(before.Alice, after.Alice);
        Assert.Equal(before.Bob, after.Bob);
    }

    // ./run does this for a root that ended by itself.
    private static async Task SuperviseAsync(SemaphoreSlim turn, CancellationToken over, params Node[] roots)
    {
        while (!over.IsCancellationRequested)
        {
            await turn.WaitAsync(CancellationToken.None);
            foreach (Node root in roots.Where(r => r.HasFailed)) root.Launch();
            turn.Release();
            await Task.Delay(100, CancellationToken.None);
        }
    }

    private static async Task<string> DoAsync(int fault, RealCluster cluster, TimeSpan time)
    {
        switch (fault)
        {
            case 0:
                await cluster.Nats.KillAsync();
                await Task.Delay(time);
                await cluster.Nats.StartAsync();
                return $"nats-server was away for {time}";
            case 1:
                await cluster.Root.KillAsync();
                await Task.Delay(time);
                return $"root-1 was away for {time}";
            case 2:
                await cluster.Standby.KillAsync();
                await Task.Delay(time);
                return $"root-2 was away for {time}";
            case 3:
                return await HangAsync(cluster.Root, time);
            case 4:
                return await HangAsync(cluster.Leaves[1], time);
            default:
                cluster.Detour!.Block();
                await Task.Delay(time);
                cluster.Detour.Cut();
                return $"leaf-1 was cut off for {time}";
        }
    }

    private static async Task<string> HangAsync(Node node, TimeSpan time)
    {
        if (!node.HasFailed) node.Pause();
        await Task.Delay(time);
        if (!node.HasFailed) node.Continue();
        return $"{node.Name} hung for {time}";
    }
}
