using IrcNats.Integration.Tests.Cluster;

namespace IrcNats.Integration.Tests.Faults;

/// <summary>The root is killed, or hangs, under clients who talk.</summary>
public sealed class RootDiesTests
{
    [Fact]
    public async Task Started_again_it_continues_where_it_was()
    {
        await using RealCluster cluster = await RealCluster.StartAsync();
        await using Furniture house = await Furniture.PutUpAsync(cluster);
        await using Conversation talk = await Conversation.BeginAsync(cluster);
        var before = await house.LookAsync();
        for (int i = 0; i < 2; i++)
        {
            await talk.GoesOnAsync();
            await cluster.Root.KillAsync();
            await Task.Delay(300 * i);
            await cluster.Root.StartAsync();
            await talk.GoesOnAsync();
        }

        Assert.True(await talk.EndAsync() > 0);
        AssertSame(before, await house.LookAsync());
        await using IrcClient newcomer = await cluster.JoinAsync(1, "carol");
    }

    [Fact]
    public async Task The_standby_takes_over_and_gives_back()
    {
        await using RealCluster cluster = await RealCluster.StartAsync(new ClusterShape { Standby = true });
        await using Furniture house = await Furniture.PutUpAsync(cluster);
        await using Conversation talk = await Conversation.BeginAsync(cluster);
        var before = await house.LookAsync();

        await cluster.Root.KillAsync();
        await cluster.Standby.PrintedAsync("root-2 ready: active");
        await talk.GoesOnAsync();
        int printed = cluster.Root.Lines.Count;
        await cluster.Root.StartAsync();
        await cluster.Root.PrintedAsync("root-1 ready: standby", printed);
        await cluster.Standby.KillAsync();
        await cluster.Root.PrintedAsync("root-1 ready: active", printed);
        await talk.GoesOnAsync();

        Assert.True(await talk.EndAsync() > 0);
        AssertSame(before, await house.LookAsync());
    }

    [Fact]
    public async Task A_root_that_hung_and_wakes_up_finds_itself_replaced_and_ends()
    {
        await using RealCluster cluster = await RealCluster.StartAsync(new ClusterShape { Standby = true });
        await using Conversation talk = await Conversation.BeginAsync(cluster);
        await talk.GoesOnAsync();

        cluster.Root.Pause();
        await cluster.Standby.PrintedAsync("root-2 ready: active");
        await talk.GoesOnAsync();
        cluster.Root.Continue();

        Assert.Equal(3, await cluster.Root.EndedAsync());
        await talk.GoesOnAsync();
        Assert.True(await talk.EndAsync() > 0);
    }

    [Fact]
    public async Task A_root_that_is_cut_off_is_replaced_and_ends_when_it_is_back()
    {
        await using RealCluster cluster = await RealCluster.StartAsync(
            new ClusterShape { Standby = true, DetourForRoot = true });
        await using Conversation talk = await Conversation.BeginAsync(cluster);
        await talk.GoesOnAsync();

        cluster.Detour!.Block();
        await cluster.Standby.PrintedAsync("root-2 ready: active");
        await talk.GoesOnAsync();
        cluster.Detour.Cut();

        Assert.Equal(3, await cluster.Root.EndedAsync());
        int printed = cluster.Root.Lines.Count;
        cluster.Root.Launch();
        await cluster.Root.PrintedAsync("root-1 ready: standby", printed);
        await talk.GoesOnAsync();
        Assert.True(await talk.EndAsync() > 0);
    }

    private static void AssertSame((string[] Alice, string[] Bob) before, (string[] Alice, string[] Bob) after)
    {
        Assert.Equal(before.Alice, after.Alice);
        Assert.Equal(before.Bob, after.Bob);
    }
}
