using IrcNats.Integration.Tests.Cluster;

namespace IrcNats.Integration.Tests.Faults;

/// <summary>A command that ends the process of every root that decides it.</summary>
public sealed class PoisonTests
{
    private static readonly ClusterShape s_shape = new() { Standby = true, TestCommands = true };

    [Fact]
    public async Task After_a_few_deaths_it_is_refused_and_nobody_else_is_harmed()
    {
        await using RealCluster cluster = await RealCluster.StartAsync(s_shape);
        await using IrcClient oper = await cluster.JoinAsync(2, "oper");
        await oper.SendAsync("OPER root rootpassword");
        await using Conversation talk = await Conversation.BeginAsync(cluster);
        await using IrcClient mallory = await cluster.JoinAsync(1, "mallory");
        using CancellationTokenSource over = new();
        Task<int> deaths = SuperviseAsync(cluster, over.Token);
        try
        {
            await mallory.SendAsync("POISON die");
            await mallory.UntilAsync("FAIL POISON INTERNAL_ERROR");
            await oper.UntilAsync("NOTICE oper :POISON of mallory ended two root processes");
            await talk.GoesOnAsync();
            await mallory.SettleAsync();
            Assert.True(await talk.EndAsync() > 0);
        }
        finally
        {
            await over.CancelAsync();
            await deaths;
        }

        // One root suspected nothing, one tried it among others if others waited, and two tried it alone.
        Assert.InRange(await deaths, 3, 4);
        Assert.Contains(
            cluster.Root.Lines.Concat(cluster.Standby.Lines),
            l => l.Contains("two roots ended while they decided 'POISON die'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_root_that_never_comes_back_from_a_command_ends_itself()
    {
        await using RealCluster cluster = await RealCluster.StartAsync(s_shape with { Leaves = 1 });
        await using IrcClient mallory = await cluster.JoinAsync(1, "mallory");
        await mallory.SendAsync("POISON hang");
        Assert.Equal(1, await cluster.Root.EndedAsync());
        await cluster.Standby.PrintedAsync("root-2 ready: active");
    }

    // As systemd does: a root that ended is started again. How many ended is what it comes to.
    private static async Task<int> SuperviseAsync(RealCluster cluster, CancellationToken stop)
    {
        int deaths = 0;
        while (!stop.IsCancellationRequested)
        {
            foreach (Node root in (Node[])[cluster.Root, cluster.Standby])
                if (root.HasFailed)
                {
                    deaths++;
                    root.Launch();
                }

            await Task.Delay(50, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return deaths;
    }
}
