using System.Diagnostics;
using IrcNats.Integration.Tests.Cluster;

namespace IrcNats.Integration.Tests.Faults;

/// <summary>A leaf is killed: its clients are gone with it.</summary>
public sealed class LeafDiesTests
{
    [Fact]
    public async Task When_it_comes_back_the_others_see_its_users_quit_once()
    {
        await using RealCluster cluster = await RealCluster.StartAsync();
        await using IrcClient stays = await cluster.JoinAsync(2, "stays");
        await stays.SendAsync("JOIN #dev");
        await stays.SettleAsync();
        await using IrcClient first = await cluster.JoinAsync(1, "first");
        await using IrcClient second = await cluster.JoinAsync(1, "second");
        await using IrcClient unseen = await cluster.JoinAsync(1, "unseen");
        foreach (IrcClient client in new[] { first, second })
        {
            await client.SendAsync("JOIN #dev");
            await client.SettleAsync();
        }

        await stays.SettleAsync();
        stays.Inbox.Clear();

        await cluster.Leaves[0].KillAsync();
        await Task.WhenAll(first.EndAsync(), second.EndAsync(), unseen.EndAsync());
        await stays.SettleAsync();
        Assert.Empty(stays.Take());

        await cluster.Leaves[0].StartAsync();
        await stays.UntilAsync(":second!second@127.0.0.1 QUIT");
        Assert.Equal(
            [":first!first@127.0.0.1 QUIT :*.net *.split", ":second!second@127.0.0.1 QUIT :*.net *.split"],
            stays.Take());

        // Their names are free again, and nothing of them is left to be told twice.
        await using IrcClient again = await cluster.JoinAsync(1, "first");
        await again.SendAsync("JOIN #dev");
        await again.SettleAsync();
        await stays.SendAsync("NAMES #dev");
        await stays.SettleAsync();
        Assert.Equal(
            [
                ":first!first@127.0.0.1 JOIN #dev",
                ":irc.test 353 stays = #dev :@stays first", ":irc.test 366 stays #dev :End of /NAMES list",
            ],
            stays.Take());
    }

    [Fact, Trait("Run", "alone")]
    public async Task With_many_clients_the_others_see_them_quit_in_batches_at_the_pace()
    {
        const int Many = 300, PerSecond = 100;
        await using RealCluster cluster = await RealCluster.StartAsync(new ClusterShape
        {
            Settings = $"leaves: {{ timeout: 2s, grace: 1s, quits-per-second: {PerSecond} }}\n",
        });
        await using IrcClient stays = await cluster.JoinAsync(2, "stays", "batch");
        await stays.SendAsync("JOIN #dev");
        await stays.SettleAsync();
        IrcClient[] gone = await Task.WhenAll(Enumerable.Range(0, Many).Select(async i =>
        {
            IrcClient client = await cluster.JoinAsync(1, $"gone{i}");
            await client.SendAsync("JOIN #dev");
            await client.SettleAsync();
            return client;
        }));
        await stays.SettleAsync();
        stays.Inbox.Clear();

        Stopwatch clock = Stopwatch.StartNew();
        await cluster.Leaves[0].KillAsync();
        List<(TimeSpan At, string Line)> seen = [];
        while (seen.Count(s => s.Line.Contains(" QUIT :*.net *.split", StringComparison.Ordinal)) < Many)
        {
            await stays.UntilAsync(" BATCH -");
            seen.AddRange(stays.Take().Select(line => (clock.Elapsed, line)));
        }

        Assert.InRange(seen[0].At, TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(1));
        Assert.InRange(seen[^1].At - seen[0].At, TimeSpan.FromSeconds(0.7 * Many / PerSecond), TimeSpan.FromMinutes(1));
        Assert.Equal(
            Enumerable.Range(0, Many).Select(i => $":gone{i}!gone{i}@127.0.0.1 QUIT :*.net *.split").Order(),
            seen.Where(s => s.Line.StartsWith("@batch=", StringComparison.Ordinal))
                .Select(s => s.Line.Split(' ', 2)[1]).Order());
        Assert.All(
            seen.Where(s => !s.Line.StartsWith('@')),
            s => Assert.Matches("^:irc.test BATCH (\\+[^ ]+ netsplit irc.test \\*\\.split|-[^ ]+)$", s.Line));
        await stays.SendAsync("NAMES #dev");
        await stays.SettleAsync();
        Assert.Equal(":irc.test 353 stays = #dev :@stays", stays.Take()[0]);
        foreach (IrcClient client in gone) await client.DisposeAsync();
    }

    [Fact]
    public async Task Stopped_in_peace_it_says_goodbye_and_its_users_stay_for_the_grace_time()
    {
        await using RealCluster cluster = await RealCluster.StartAsync(new ClusterShape
        {
            Settings = "leaves: { grace: 3s }\n",
        });
        await using IrcClient stays = await cluster.JoinAsync(2, "stays");
        await using IrcClient goes = await cluster.JoinAsync(1, "goes");
        await stays.SendAsync("JOIN #dev");
        await stays.SettleAsync();
        await goes.SendAsync("JOIN #dev");
        await goes.SettleAsync();
        await stays.SettleAsync();
        stays.Inbox.Clear();
        goes.Inbox.Clear();

        await cluster.Leaves[0].StopAsync();
        await goes.EndAsync();
        await stays.SettleAsync();
        Assert.Equal(["ERROR :Server shutting down"], goes.Take());
        Assert.Empty(stays.Take());
        Stopwatch clock = Stopwatch.StartNew();
        await stays.UntilAsync("QUIT");
        Assert.Equal([":goes!goes@127.0.0.1 QUIT :*.net *.split"], stays.Take());
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(30));
    }
}
