using System.Diagnostics;
using System.Net.Sockets;
using IrcNats.Integration.Tests.Cluster;

namespace IrcNats.Integration.Tests.Faults;

/// <summary>An operator takes a leaf out of service, with clients on it.</summary>
public sealed class DrainTests
{
    private const int Clients = 20, Rate = 8;
    private const string Reason = "This server is being taken out of service; please connect again";

    [Fact]
    public async Task Clients_are_sent_away_at_the_rate_and_the_process_ends_when_it_is_empty()
    {
        await using RealCluster cluster = await RealCluster.StartAsync();
        await using IrcClient stays = await cluster.JoinAsync(2, "stays");
        IrcClient[] go = await FillAsync(cluster, stays);

        Stopwatch clock = Stopwatch.StartNew();
        Task<TimeSpan>[] ended = [.. go.Select(client => EndedAsync(client, clock))];
        Ran order = await cluster.OperateAsync("drain", "leaf-1", "--rate", $"{Rate}");
        // The first may have gone before the answer counted who is there.
        Assert.Contains(
            order.Output,
            Enumerable.Range(Clients - 2, 3).Select(n => $"leaf-1 sends away {n} clients, {Rate} in a second\n"));
        Assert.Equal((0, ""), (order.Exit, order.Errors));

        // The last one may talk until its turn comes, but nobody comes in.
        await ended[0];
        await go[^1].SendAsync("PRIVMSG #dev :still here");
        Assert.Equal(SocketError.ConnectionRefused, await KnockAsync(cluster.PortOf(1)));
        await stays.UntilAsync("still here");

        Assert.Equal(0, await cluster.Leaves[0].EndedAsync());
        TimeSpan[] times = await Task.WhenAll(ended);
        TimeSpan due = TimeSpan.FromSeconds((double)Clients / Rate);
        Assert.InRange(times[^1] - times[0], due * 0.6, due * 10);
        Assert.All(go, client => Assert.Equal([$"ERROR :{Reason}"], client.Take()));

        // Their users stay for the grace time.
        await stays.SettleAsync();
        Assert.Equal(
            [$":{NickOf(Clients - 1)}!{NickOf(Clients - 1)}@127.0.0.1 PRIVMSG #dev :still here"], stays.Take());
        foreach (IrcClient client in go) await client.DisposeAsync();

        // It is free to be started again, which ends nobody; and who has no token finds their nick free.
        await cluster.Leaves[0].StartAsync();
        await using IrcClient again = await cluster.JoinAsync(1, NickOf(0));
        await stays.SettleAsync();
        Assert.Equal([$":{NickOf(0)}!{NickOf(0)}@127.0.0.1 QUIT :*.net *.split"], stays.Take());
        await stays.SendAsync("NAMES #dev");
        await stays.UntilAsync(" 366 ");
        Assert.Equal(Clients, stays.Take()[0].Split(' ').Length - 5);
    }

    [Fact]
    public async Task Who_has_a_token_is_the_same_user_on_another_leaf_and_nobody_else_sees_it()
    {
        await using RealCluster cluster = await RealCluster.StartAsync();
        await using IrcClient stays = await cluster.JoinAsync(2, "stays");
        await stays.SendAsync("JOIN #dev");
        await stays.SettleAsync();
        await using IrcClient goes = await cluster.JoinAsync(1, "goes", "ircnats/resume");
        await goes.SendAsync("JOIN #dev", "AWAY :moving", "RESUME");
        await goes.UntilAsync(" RESUME TOKEN ");
        string token = goes.Take()[^1].Split(' ')[^1];
        await stays.SendAsync("MODE #dev +o goes");
        await goes.SettleAsync();
        await stays.SettleAsync();
        stays.Inbox.Clear();

        await cluster.OperateAsync("drain", "leaf-1");
        Assert.Equal(0, await cluster.Leaves[0].EndedAsync());
        await goes.EndAsync();
        Assert.Equal($"ERROR :{Reason}", goes.Take()[^1]);
        await using IrcClient back = await IrcClient.ConnectAsync(cluster.PortOf(2));
        await back.SendAsync(
            "CAP REQ :ircnats/resume", $"RESUME {token}", "NICK other", "USER other 0 * :Other", "CAP END");
        await back.UntilAsync(" RESUME TOKEN ");
        string[] welcome = back.Take();
        Assert.Contains(":irc.test RESUME SUCCESS goes", welcome);
        Assert.Contains(":irc.test 306 goes :You have been marked as being away", welcome);
        string names = Assert.Single(welcome, l => l.Contains(" 353 goes = #dev :", StringComparison.Ordinal));
        Assert.Equal(["@goes", "@stays"], names.Split(':')[^1].Split(' ').Order(StringComparer.Ordinal));
        await back.SendAsync("PRIVMSG #dev :here again");
        await stays.UntilAsync("here again");
        Assert.Equal([":goes!goes@127.0.0.1 PRIVMSG #dev :here again"], stays.Take());
    }

    [Fact]
    public async Task Who_does_not_come_back_is_quit_after_the_grace_time_with_a_token_and_without()
    {
        const int Grace = 4;
        await using RealCluster cluster = await RealCluster.StartAsync(new ClusterShape
        {
            Settings = $"leaves: {{ timeout: 2s, grace: {Grace}s }}\n",
        });
        await using IrcClient stays = await cluster.JoinAsync(2, "stays", "batch");
        await using IrcClient token = await cluster.JoinAsync(1, "token", "ircnats/resume");
        await using IrcClient none = await cluster.JoinAsync(1, "none");
        foreach (IrcClient client in new[] { stays, token, none })
        {
            await client.SendAsync("JOIN #dev");
            await client.SettleAsync();
        }

        await stays.SettleAsync();
        stays.Inbox.Clear();
        Stopwatch clock = Stopwatch.StartNew();
        await cluster.OperateAsync("drain", "leaf-1");
        await Task.WhenAll(token.EndAsync(), none.EndAsync());
        // Another process of that name does not make it sooner.
        Assert.Equal(0, await cluster.Leaves[0].EndedAsync());
        await cluster.Leaves[0].StartAsync();
        await stays.UntilAsync(":token!token@127.0.0.1 QUIT :*.net *.split");
        Assert.True(clock.Elapsed > TimeSpan.FromSeconds(Grace), $"{clock.Elapsed}");
        if (!stays.Inbox.Any(IsOfNone)) await stays.UntilAsync(":none!none@127.0.0.1 QUIT :*.net *.split");
        Assert.All(stays.Take(), l => Assert.Matches(" BATCH |^@batch=[^ ]+ :(none|token)!.* QUIT :", l));

        static bool IsOfNone(string line) =>
            line.Contains(":none!none@127.0.0.1 QUIT :*.net *.split", StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_it_is_drained_it_says_so_and_SIGTERM_ends_it_at_once()
    {
        await using RealCluster cluster = await RealCluster.StartAsync();
        await using IrcClient stays = await cluster.JoinAsync(2, "stays");
        IrcClient[] go = await FillAsync(cluster, stays);
        await cluster.OperateAsync("drain", "leaf-1", "--rate", "1");
        Assert.Equal(
            new Ran(0, "leaf-1 is being drained already\n", ""), await cluster.OperateAsync("drain", "leaf-1"));
        await go[0].EndAsync();
        Ran status = await cluster.OperateAsync("status");
        Assert.Matches("(?m)^leaf +leaf-1 +draining ", status.Output);
        Assert.Matches("(?m)^leaf +leaf-2 +available ", status.Output);

        Stopwatch took = Stopwatch.StartNew();
        await cluster.Leaves[0].StopAsync();
        Assert.InRange(took.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        foreach (IrcClient client in go) await client.EndAsync();
        Assert.Equal("ERROR :Server shutting down", Assert.Single(go[^1].Take()));
        await stays.SettleAsync();
        Assert.Empty(stays.Take());
        foreach (IrcClient client in go) await client.DisposeAsync();
    }

    [Fact]
    public async Task What_cannot_be_drained_is_refused_and_said()
    {
        await using RealCluster cluster = await RealCluster.StartAsync(new ClusterShape { Leaves = 1 });
        Assert.Equal(
            new Ran(1, "", "ircnats-root drain: nobody called leaf-9 answers\n"),
            await cluster.OperateAsync("drain", "leaf-9"));
        Assert.Equal(
            new Ran(1, "", "ircnats-root drain: a root is not drained; hand over and stop it\n"),
            await cluster.OperateAsync("drain", "root-1"));
        Assert.Equal(
            new Ran(2, "", "ircnats-root drain: name a process behind the verb\n"),
            await cluster.OperateAsync("drain"));
        Ran noRate = await cluster.OperateAsync("drain", "leaf-1", "--rate", "0");
        Assert.Equal((2, ""), (noRate.Exit, noRate.Output));
        Assert.Contains("--rate", noRate.Errors, StringComparison.Ordinal);
        await using IrcClient unharmed = await cluster.JoinAsync(1, "unharmed");
    }

    // All in one channel, and in the order of their numbers.
    private static async Task<IrcClient[]> FillAsync(RealCluster cluster, IrcClient stays)
    {
        await stays.SendAsync("JOIN #dev");
        List<IrcClient> clients = [];
        for (int i = 0; i < Clients; i++)
        {
            IrcClient client = await cluster.JoinAsync(1, NickOf(i));
            clients.Add(client);
            await client.SendAsync("JOIN #dev");
            await client.SettleAsync();
        }

        foreach (IrcClient client in clients.Append(stays))
        {
            await client.SettleAsync();
            client.Inbox.Clear();
        }

        // This test does not look at what they see of each other's going.
        foreach (IrcClient client in clients) client.Ignores = l => l.StartsWith(":guest", StringComparison.Ordinal);
        return [.. clients];
    }

    private static string NickOf(int client) => $"guest{client:00}";

    private static async Task<TimeSpan> EndedAsync(IrcClient client, Stopwatch clock)
    {
        await client.EndAsync();
        return clock.Elapsed;
    }

    private static async Task<SocketError> KnockAsync(int port)
    {
        try
        {
            using TcpClient tcp = new();
            await tcp.ConnectAsync("127.0.0.1", port);
            return SocketError.Success;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode;
        }
    }
}
