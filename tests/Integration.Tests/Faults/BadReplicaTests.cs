using IrcNats.Integration.Tests.Cluster;

namespace IrcNats.Integration.Tests.Faults;

/// <summary>
/// A nats-server of a cluster hangs, or its replica of the log is behind, and it is the one that is asked.
/// </summary>
public sealed class BadReplicaTests
{
    private const int Lines = 100;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Whoever_begins_reads_the_log_all_the_same(bool answers)
    {
        await using RealCluster cluster = await RealCluster.StartAsync(
            new ClusterShape { Standby = true, NatsSettings = BadReplica.NatsSettings });
        await using IrcClient alice = await cluster.JoinAsync(1, "alice");
        await using IrcClient bob = await cluster.JoinAsync(2, "bob");
        for (int i = 1; i <= Lines; i++)
        {
            await alice.SendAsync($"PRIVMSG bob :line {i}");
            await bob.UntilAsync($"line {i}");
        }

        await cluster.Leaves[1].KillAsync();
        await cluster.Standby.KillAsync();
        await using BadReplica replica = await BadReplica.BeginAsync(cluster, answers);
        await Task.WhenAll(cluster.Leaves[1].StartAsync(), cluster.Standby.StartAsync());

        // For each line, or for a few entries only: if the root had the time, they begin from the snapshot that it
        // makes after the loss of a leaf.
        Assert.True(replica.Asked > 0, "it was never asked");
        await using IrcClient carol = await cluster.JoinAsync(2, "carol");
        await carol.SendAsync("PRIVMSG alice :here again");
        await alice.UntilAsync("here again");
        await cluster.Root.KillAsync();
        await cluster.Standby.PrintedAsync("root-2 ready: active");
        await alice.SendAsync("PRIVMSG carol :and here");
        await carol.UntilAsync("and here");
    }
}
