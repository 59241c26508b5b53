using IrcNats.Integration.Tests.Cluster;

namespace IrcNats.Integration.Tests.Faults;

/// <summary>
/// A process reads nothing until nats-server cuts it off ("slow consumer"): it alone is cut off, and misses nothing.
/// </summary>
public sealed class SlowConsumerTests
{
    private const string CutOff = "Slow Consumer";

    // Half a second instead of ten, so that nobody waits for it.
    private static readonly ClusterShape s_shape = new()
    {
        Standby = true, NatsSettings = "write_deadline: \"500ms\"\n",
    };

    [Fact]
    public async Task A_leaf_keeps_its_clients_and_reads_what_it_missed_from_the_log()
    {
        await using RealCluster cluster = await RealCluster.StartAsync(s_shape);
        await using Conversation talk = await Conversation.BeginAsync(cluster);
        await using IrcClient carol = await cluster.JoinAsync(2, "carol");
        await using IrcClient dave = await cluster.JoinAsync(2, "dave");
        await talk.GoesOnAsync();
        // A young leaf may have missed the first entry.
        int missed = cluster.Leaves[1].Count("of the log were missed");

        cluster.Leaves[0].Pause();
        int cut = await OverflowAsync(cluster, "irc.cast", "irc.reply.leaf-1.0.0");
        await TheyTalkAsync(carol, dave);
        cluster.Leaves[0].Continue();

        await talk.GoesOnAsync();
        Assert.True(await talk.EndAsync() > 0);
        Assert.True(cut > 0);
        Assert.True(cluster.Leaves[0].Count("of the log were missed") > 0);
        Assert.Equal(missed, cluster.Leaves[1].Count("of the log were missed"));
        Assert.Equal(0, cluster.Leaves[1].Count("NATS connection lost"));
    }

    [Fact]
    public async Task A_standby_reads_what_it_missed_and_can_take_over()
    {
        await using RealCluster cluster = await RealCluster.StartAsync(s_shape);
        await using Furniture house = await Furniture.PutUpAsync(cluster);
        await using Conversation talk = await Conversation.BeginAsync(cluster);
        await talk.GoesOnAsync();
        var before = await house.LookAsync();

        cluster.Standby.Pause();
        Assert.True(await OverflowAsync(cluster, "irc.cast") > 0);
        await talk.GoesOnAsync();
        cluster.Standby.Continue();
        await cluster.Standby.PrintedAsync("of the log were missed");
        await cluster.Root.KillAsync();
        await cluster.Standby.PrintedAsync("root-2 ready: active");

        await talk.GoesOnAsync();
        Assert.True(await talk.EndAsync() > 0);
        var after = await house.LookAsync();
        Assert.Equal(before.Alice, after.Alice);
        Assert.Equal(before.Bob, after.Bob);
    }

    // One that hangs is in RootDiesTests, and one that is cut off below.
    [Fact, Trait("Run", "long")]
    public async Task An_active_root_that_hangs_is_replaced_and_ends_when_it_wakes_up()
    {
        await using RealCluster cluster = await RealCluster.StartAsync(s_shape);
        await using Conversation talk = await Conversation.BeginAsync(cluster);
        await talk.GoesOnAsync();

        cluster.Root.Pause();
        await cluster.Standby.PrintedAsync("root-2 ready: active");
        await talk.GoesOnAsync();
        Assert.True(await OverflowAsync(cluster, "irc.cmd.nobody.X") > 0);
        cluster.Root.Continue();

        Assert.Equal(3, await cluster.Root.EndedAsync());
        await talk.GoesOnAsync();
        Assert.True(await talk.EndAsync() > 0);
    }

    [Fact]
    public async Task An_active_root_that_lives_and_hears_nothing_is_back_when_it_was_cut_off()
    {
        await using RealCluster cluster = await RealCluster.StartAsync(
            s_shape with { DetourForRoot = true, Leaves = 1 });
        await using Conversation talk = await Conversation.BeginAsync(cluster);
        await talk.GoesOnAsync();

        cluster.Detour!.Deafen();
        Assert.True(await OverflowAsync(cluster, "irc.cmd.nobody.X") > 0);

        await talk.GoesOnAsync();
        Assert.True(await talk.EndAsync() > 0);
    }

    [Fact]
    public async Task A_leaf_that_lives_and_hears_nothing_is_back_when_it_was_cut_off()
    {
        await using RealCluster cluster = await RealCluster.StartAsync(s_shape with { DetourForFirstLeaf = true });
        await using Conversation talk = await Conversation.BeginAsync(cluster);
        await talk.GoesOnAsync();

        cluster.Detour!.Deafen();
        Assert.True(await OverflowAsync(cluster, "irc.cast", "irc.reply.leaf-1.0.0") > 0);

        await talk.GoesOnAsync();
        Assert.True(await talk.EndAsync() > 0);
        Assert.Equal(0, cluster.Leaves[1].Count("NATS connection lost"));
    }

    // Sends more than the sockets of this machine take in. Processes that read refuse it at once. Quickly: a leaf that
    // hears of no root for 5 s refuses what its clients say.
    private static async Task<int> OverflowAsync(RealCluster cluster, params string[] subjects)
    {
        byte[] noise = new byte[500_000];
        int before = cluster.Nats.Count(CutOff);
        for (int i = 0; i < 200; i++)
        {
            foreach (string subject in subjects) await cluster.Bus.PublishAsync(subject, noise);
            await cluster.Bus.PingAsync();
            await Task.Delay(10);
            if (cluster.Nats.Count(CutOff) - before >= subjects.Length) break;
        }

        return cluster.Nats.Count(CutOff) - before;
    }

    private static async Task TheyTalkAsync(IrcClient one, IrcClient other)
    {
        for (int i = 1; i <= 20; i++)
        {
            await one.SendAsync($"PRIVMSG {other.Nick} :call {i}");
            await other.UntilAsync($"call {i}");
        }
    }
}
