using IrcNats.Integration.Tests.Cluster;

namespace IrcNats.Integration.Tests.Faults;

/// <summary>An operator has the active root hand over, to upgrade it or move it.</summary>
public sealed class HandoverTests
{
    [Fact]
    public async Task Nobody_is_disconnected_nothing_is_lost_and_the_order_is_kept()
    {
        await using RealCluster cluster = await RealCluster.StartAsync(new ClusterShape { Standby = true });
        await using Furniture house = await Furniture.PutUpAsync(cluster);
        await using Conversation talk = await Conversation.BeginAsync(cluster);
        var before = await house.LookAsync();
        await talk.GoesOnAsync();

        // To whoever is there, and back to one that is named.
        Assert.Equal(Resigning("root-2"), await cluster.OperateAsync("handover"));
        await cluster.Standby.PrintedAsync("root-2 ready: active");
        await cluster.Root.PrintedAsync("root-1 ready: standby");
        await talk.GoesOnAsync();
        int printed = cluster.Root.Lines.Count;
        Assert.Equal(Resigning("root-1"), await cluster.OperateAsync("handover", "--to", "root-1"));
        await cluster.Root.PrintedAsync("root-1 ready: active", printed);
        await talk.GoesOnAsync();

        Assert.True(await talk.EndAsync() > 0);
        var after = await house.LookAsync();
        Assert.Equal(before.Alice, after.Alice);
        Assert.Equal(before.Bob, after.Bob);
        Assert.Equal(0, cluster.Root.Count("crit: ") + cluster.Standby.Count("crit: "));
    }

    [Fact]
    public async Task A_root_that_is_stopped_in_peace_hands_over_without_a_pause()
    {
        await using RealCluster cluster = await RealCluster.StartAsync(new ClusterShape { Standby = true });
        await using Conversation talk = await Conversation.BeginAsync(cluster);
        await talk.GoesOnAsync();
        await cluster.Root.StopAsync();
        await cluster.Standby.PrintedAsync("root-2 ready: active");
        await talk.GoesOnAsync();
        Assert.True(await talk.EndAsync() > 0);
    }

    [Fact]
    public async Task What_cannot_be_handed_over_is_refused_and_changes_nothing()
    {
        await using RealCluster cluster = await RealCluster.StartAsync(
            new ClusterShape { Standby = true, Leaves = 1, Settings = "failover: { after: 60s }\n" });
        Assert.Equal(Refused("root-9 is no standby"), await cluster.OperateAsync("handover", "--to", "root-9"));
        Assert.Equal(Refused("leaf-1 is no standby"), await cluster.OperateAsync("handover", "--to", "leaf-1"));
        Assert.Equal(Refused("root-1 is the active root"), await cluster.OperateAsync("handover", "--to", "root-1"));

        // A standby that hangs does not know with what it would have to continue.
        cluster.Standby.Pause();
        Ran hangs = await cluster.OperateAsync("handover", "--to", "root-2");
        Assert.Equal(Refused("root-2 is no standby"), hangs);
        Assert.Equal(Refused("no standby is there"), await cluster.OperateAsync("handover"));
        cluster.Standby.Continue();

        await cluster.Standby.KillAsync();
        Assert.Equal(Refused("no standby is there"), await cluster.OperateAsync("handover"));
        await using IrcClient unharmed = await cluster.JoinAsync(1, "unharmed");
        Assert.Equal(1, cluster.Root.Count("ready: active"));

        await cluster.Root.KillAsync();
        Assert.Equal(Refused("no root is active"), await cluster.OperateAsync("handover"));
    }

    [Fact]
    public async Task One_that_has_not_caught_up_is_not_handed_over_to()
    {
        await using RealCluster cluster = await RealCluster.StartAsync(new ClusterShape { Leaves = 1 });
        await using StandIn slow = await StandIn.ForStandbyAsync(cluster.Bus, "root-7", seq: -5000);
        Ran order = await cluster.OperateAsync("handover", "--to", "root-7");
        // On a busy machine the stand-in's answer may come when nobody waits for it any more.
        for (int left = 5; left > 0 && order == Refused("root-7 is no standby"); left--)
            order = await cluster.OperateAsync("handover", "--to", "root-7");
        Assert.Equal(1, order.Exit);
        Assert.Matches("^ircnats-root handover: root-7 has not caught up: it is 50.. entries behind\n$", order.Errors);
        await using IrcClient unharmed = await cluster.JoinAsync(1, "unharmed");
        Assert.Equal(0, cluster.Root.Count("ready: standby"));
    }

    private static Ran Resigning(string to) => new(0, $"resigning in favour of {to}\n", "");

    private static Ran Refused(string why) => new(1, "", $"ircnats-root handover: {why}\n");
}
