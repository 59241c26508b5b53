using System.Globalization;
using IrcNats.Integration.Tests.Cluster;

namespace IrcNats.Integration.Tests.Faults;

/// <summary>Somebody sets the clock of a process's machine while people talk.</summary>
public sealed class ClockTests
{
    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);

    // As long as a busy machine may take for a line.
    private static readonly TimeSpan s_busy = TimeSpan.FromSeconds(20);

    // In an ordinary run, the simulator sets clocks.
    [ClockFact, Trait("Run", "long")]
    public async Task A_leafs_clock_that_is_set_back_or_forward_mutes_and_disconnects_nobody()
    {
        await using RealCluster cluster = await StartAsync();
        await using IrcClient alice = await JoinAsync(cluster, 1, "alice");
        await using IrcClient bob = await JoinAsync(cluster, 2, "bob");
        await using IrcClient silent = await JoinAsync(cluster, 1, "silent");
        foreach (TimeSpan error in (TimeSpan[])[-s_hour, TimeSpan.Zero, TimeSpan.FromSeconds(200), s_hour])
        {
            cluster.SetClock(cluster.Leaves[0], error);
            // More than a burst, so that it waits for its input budget; and longer than leaves.timeout and grace.
            for (int i = 0; i < 12; i++) await alice.SendAsync($"PRIVMSG #dev :{error} {i}");
            await bob.UntilAsync($"{error} 11");
            await Task.Delay(5000);
            await alice.SettleAsync();
            await bob.SettleAsync();
            Assert.DoesNotContain(bob.Take(), l => l.Contains(" QUIT ", StringComparison.Ordinal));
        }

        await silent.SettleAsync();
        Assert.False(silent.HasEnded);
        Assert.DoesNotContain(silent.Take(), l => l.StartsWith("PING ", StringComparison.Ordinal));
    }

    // In memory: Simulation.Tests/ClockTests and NetworkClockTests.
    [ClockFact, Trait("Run", "long")]
    public async Task A_roots_clock_that_is_an_hour_wrong_for_a_while_moves_the_networks_time_by_a_moment()
    {
        await using RealCluster cluster = await StartAsync();
        await using IrcClient alice = await JoinAsync(cluster, 1, "alice");
        await using IrcClient bob = await JoinAsync(cluster, 2, "bob");
        List<DateTimeOffset> told = [];
        foreach (TimeSpan error in (TimeSpan[])[TimeSpan.Zero, s_hour, -s_hour, TimeSpan.Zero])
        {
            cluster.SetClock(cluster.Root, error);
            await Task.Delay(3000);
            await alice.SendAsync($"PRIVMSG #dev :{error}");
            await bob.UntilAsync($" PRIVMSG #dev :{error}");
            DateTimeOffset at = TimeOf(bob.Take()[^1]);
            Assert.InRange(at, DateTimeOffset.UtcNow - s_busy, DateTimeOffset.UtcNow + s_busy);
            told.Add(at);
        }

        Assert.Equal(told.Order(), told);
        Assert.Equal(told.Count, told.Distinct().Count());
        Assert.True(cluster.Root.Count("the network's time, which approaches it") > 0);
    }

    private static Task<RealCluster> StartAsync() => RealCluster.StartAsync(new ClusterShape
    {
        FakeClocks = true, Settings = "leaves: { timeout: 2s, grace: 1s }\n",
    });

    private static async Task<IrcClient> JoinAsync(RealCluster cluster, int leaf, string nick)
    {
        IrcClient client = await cluster.JoinAsync(leaf, nick, "server-time");
        await client.SendAsync("JOIN #dev");
        await client.SettleAsync();
        return client;
    }

    private static DateTimeOffset TimeOf(string line) => DateTimeOffset.Parse(
        line["@time=".Length..line.IndexOf(' ', StringComparison.Ordinal)], CultureInfo.InvariantCulture);
}
