using IrcNats.Integration.Tests.Cluster;

namespace IrcNats.Integration.Tests.Faults;

/// <summary>A command whose handler throws harms nobody, and is not tried for ever.</summary>
public sealed class ThrowingCommandTests
{
    [Fact]
    public async Task It_is_refused_each_time_and_the_third_time_unseen()
    {
        await using RealCluster cluster = await RealCluster.StartAsync(
            new ClusterShape { Leaves = 1, TestCommands = true });
        await using IrcClient mallory = await cluster.JoinAsync(1, "mallory");
        await using IrcClient other = await cluster.JoinAsync(1, "other");
        await mallory.SendAsync("POISON", "POISON", "POISON", "POISON", "VERSION");
        await mallory.SettleAsync();
        string[] told = mallory.Take();
        const string Failed = ":irc.test FAIL POISON INTERNAL_ERROR :The server could not process this command";
        const string Untried = ":irc.test FAIL POISON INTERNAL_ERROR :The server does not try this command again";
        Assert.Equal([Failed, Failed, Untried, Untried], told[..4]);
        Assert.Contains(" 351 mallory ", told[4], StringComparison.Ordinal);
        Assert.Equal(2, cluster.Root.Count("the handler of POISON threw"));

        // It is one session's command that is not tried.
        await other.SendAsync("POISON");
        await other.SettleAsync();
        Assert.Equal([Failed], other.Take());
        Assert.False(cluster.Root.HasFailed);
    }
}
