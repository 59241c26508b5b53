using System.Diagnostics;
using System.Net.Sockets;
using IrcNats.Integration.Tests.Cluster;

namespace IrcNats.Integration.Tests.Faults;

/// <summary>An operator takes a leaf out of service, with clients on it.</summary>
public sealed class DrainTests
{
    private const int Clients = 20, Rate = 20;
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
        Assert.Equal(new Ran(0, $"leaf-1 sends away {Clients} clients, {Rate} in a second\n", ""), order);

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

        await stays.SettleAsync();
        string[] seen = stays.Take();
        Assert.Single(seen, $":{NickOf(Clients - 1)}!{NickOf(Clients - 1)}@127.0.0.1 PRIVMSG #dev :still here");
        Assert.Equal(
            Enumerable.Range(0, Clients).Select(i => $":{NickOf(i)}!{NickOf(i)}@127.0.0.1 QUIT :{Reason}"),
            seen.Where(l => !l.Contains(" PRIVMSG ", StringComparison.Ordinal)));
        foreach (IrcClient client in go) await client.DisposeAsync();

        // It is free to be started again, and nothing of it is left.
        await cluster.Leaves[0].StartAsync();
        await using IrcClient again = await cluster.JoinAsync(1, NickOf(0));
        await stays.SettleAsync();
        Assert.Empty(stays.Take());
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
        Assert.Equal(
            Enumerable.Range(0, Clients).Select(NickOf).Order(StringComparer.Ordinal),
            stays.Take().Select(QuitterOf).Order(StringComparer.Ordinal));
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

        // What they see of each other's going is not what is looked at here.
        foreach (IrcClient client in clients) client.Ignores = l => l.StartsWith(":guest", StringComparison.Ordinal);
        return [.. clients];
    }

    private static string NickOf(int client) => $"guest{client:00}";

    private static string QuitterOf(string line)
    {
        Assert.Contains(" QUIT :", line, StringComparison.Ordinal);
        return line[1..line.IndexOf('!', StringComparison.Ordinal)];
    }

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
