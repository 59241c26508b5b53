using IrcNats.Integration.Tests.Cluster;

namespace IrcNats.Integration.Tests.Faults;

/// <summary>Networks whose standby does not take over of its own accord.</summary>
public sealed class FailoverPolicyTests
{
    // Longer than the silence after which a root counts as gone.
    private static readonly TimeSpan s_long = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task Assisted_the_standby_sounds_an_alarm_and_waits_for_the_operator()
    {
        await using RealCluster cluster = await StartAsync("assisted");
        Assert.Equal(Refused("root-1 is the active root"), await TakeOverAsync(cluster, "root-1"));
        Assert.Equal(Refused("nobody called root-9 answers"), await TakeOverAsync(cluster, "root-9"));
        Assert.Equal(Refused("leaf-1 is a leaf: it only drains"), await TakeOverAsync(cluster, "leaf-1"));
        await using Conversation talk = await Conversation.BeginAsync(cluster);
        await talk.GoesOnAsync();

        await cluster.Root.KillAsync();
        await cluster.Standby.PrintedAsync("root root-1 is silent; policy Assisted: waiting for an operator");
        await Task.Delay(s_long);
        Assert.Equal(0, cluster.Standby.Count("ready: active"));

        Ran order = await TakeOverAsync(cluster, "root-2");
        Assert.Equal(new Ran(0, "root-2 takes over from root-1\n", ""), order);
        await cluster.Standby.PrintedAsync("root-2 ready: active");
        await talk.GoesOnAsync();
        Assert.True(await talk.EndAsync() > 0);
        Assert.Equal(1, cluster.Standby.Count("waiting for an operator"));
        cluster.Standby.HangUp();
        await cluster.Standby.PrintedAsync("was read again");
        await AuditHasAsync(cluster, " takeover root-1: refused: root-1 is the active root");
        await AuditHasAsync(cluster, " takeover root-9: nobody answered");
        await AuditHasAsync(cluster, " takeover root-2: from root-1");
        await AuditHasAsync(cluster, " rehash root-2: SIGHUP: the configuration was read again and holds");
    }

    [Fact]
    public async Task An_order_given_while_the_root_is_there_does_not_outlive_it()
    {
        await using RealCluster cluster = await StartAsync("assisted");
        Ran order = await TakeOverAsync(cluster, "root-2");
        Assert.Equal(Refused("root-1 is active and not silent; hand over instead"), order);
        await cluster.Root.KillAsync();
        await cluster.Standby.PrintedAsync("waiting for an operator");
        await Task.Delay(s_long);
        Assert.Equal(0, cluster.Standby.Count("ready: active"));
    }

    [Fact]
    public async Task Alert_only_it_takes_no_orders_and_the_old_root_s_return_ends_the_silence()
    {
        await using RealCluster cluster = await StartAsync("alert-only");
        await using Conversation talk = await Conversation.BeginAsync(cluster);
        await talk.GoesOnAsync();

        await cluster.Root.KillAsync();
        await cluster.Standby.PrintedAsync(
            "root root-1 is silent; policy AlertOnly: the old root's return ends the silence");
        Assert.Equal(Refused("failover.policy is alert-only"), await TakeOverAsync(cluster, "root-2"));
        await Task.Delay(s_long);
        Assert.Equal(0, cluster.Standby.Count("ready: active"));

        await cluster.Root.StartAsync();
        await talk.GoesOnAsync();
        Assert.True(await talk.EndAsync() > 0);
        Assert.Equal(0, cluster.Standby.Count("ready: active"));
    }

    [Fact]
    public async Task Another_policy_in_the_standby_s_file_ends_the_silence_too()
    {
        await using RealCluster cluster = await StartAsync("alert-only");
        await cluster.Root.KillAsync();
        await cluster.Standby.PrintedAsync("root root-1 is silent");
        cluster.Standby.HangUp();
        await cluster.Standby.PrintedAsync("was read again");
        Assert.Equal(0, cluster.Standby.Count("ready: active"));

        await cluster.ConfigureAsync("failover: { policy: automatic }\n");
        cluster.Standby.HangUp();
        await cluster.Standby.PrintedAsync("root-2 ready: active");
        await using IrcClient served = await cluster.JoinAsync(1, "served");
    }

    [Fact]
    public async Task A_hand_over_is_the_operator_s_own_doing()
    {
        await using RealCluster cluster = await StartAsync("alert-only");
        Assert.Equal(0, (await cluster.OperateAsync("handover", "--to", "root-2")).Exit);
        await cluster.Standby.PrintedAsync("root-2 ready: active");
        await using IrcClient served = await cluster.JoinAsync(1, "served");
    }

    private static Task<RealCluster> StartAsync(string policy) => RealCluster.StartAsync(
        new ClusterShape { Leaves = 1, Standby = true, Settings = $"failover: {{ policy: {policy} }}\n" });

    private static async Task AuditHasAsync(RealCluster cluster, string act)
    {
        for (int tries = 0; ; tries++)
        {
            string acts = (await cluster.OperateAsync("audit")).Output;
            if (acts.Contains(act, StringComparison.Ordinal)) return;
            Assert.True(tries < 50, $"'{act}' is not in\n{acts}");
            await Task.Delay(100);
        }
    }

    private static Task<Ran> TakeOverAsync(RealCluster cluster, string node) =>
        cluster.OperateAsync("takeover", node);

    private static Ran Refused(string why) => new(1, "", $"ircnats-root takeover: {why}\n");
}
