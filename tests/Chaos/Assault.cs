using IrcNats.Chaos.Clients;
using IrcNats.Chaos.Measure;
using IrcNats.Chaos.Network;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Chaos;

/// <summary>Strikes the network at random moments, and notes how long users felt each strike.</summary>
sealed class Assault(ChaosOptions options, Site site, Crowd crowd, RunClock clock) : IAsyncDisposable
{
    private const double LongestPause = 5, LongestPartition = 10;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60), s_look = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan s_connect = TimeSpan.FromSeconds(30);
    // It replays its commit log; on a busy machine that takes more than a minute.
    private static readonly TimeSpan s_cassandraStart = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan s_settle = TimeSpan.FromMilliseconds(500);

    // The seed decides the strikes. How the processes run in between is not repeated, so a run is repeated only
    // roughly.
#pragma warning disable CA5394 // nothing here is secret
    private readonly Random _dice = new(options.Seed);
    private readonly NatsConsole _console = new(site);
    private readonly BareStream _bare = new(site, clock);

    /// <summary>The stalls of all strikes so far.</summary>
    public List<TimeSpan> Stalls { get; } = [];

    /// <summary>What a stream without anything of ours felt of the same strikes.</summary>
    public List<TimeSpan> BareStalls { get; } = [];

    /// <exception cref="TimeoutException">The network did not recover from a strike.</exception>
    public async Task RunAsync()
    {
        if (options.Victim != Victim.Single) await _console.ConnectAsync(s_connect);
        if (options.NatsNodes == 3) await _bare.BeginAsync(s_connect);
        while (Stalls.Count < options.Kills)
        {
            await Task.Delay(TimeSpan.FromSeconds(options.Calm * (0.25 + 0.75 * _dice.NextDouble())));
            if (options.With is { } with) await KillBothAsync(options.Victim, with);
            else await StrikeAsync(options.Victim == Victim.Mix ? Any() : options.Victim);
        }

        if (options.GoesOver) await UntilRaisedAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _bare.DisposeAsync();
        await _console.DisposeAsync();
    }

    private Victim Any() => _dice.Next(6) switch
    {
        0 => Victim.Root,
        1 => Victim.PauseRoot,
        2 => Victim.Handover,
        3 => options.NatsNodes == 3 ? Victim.Cluster : Victim.Nats,
        4 => options.NatsNodes == 3 ? Victim.Partition : Victim.Slow,
        _ => Victim.Leaf,
    };

    private Task StrikeAsync(Victim victim) => victim switch
    {
        Victim.Root => KillRootAsync(),
        Victim.PauseRoot => PauseRootAsync(),
        Victim.Archiver => KillArchiverAsync(),
        Victim.Cassandra => KillCassandraAsync(),
        Victim.Handover => HandOverAsync(),
        Victim.Nats => KillAsync(site.Nats[_dice.Next(site.Nats.Count)]),
        Victim.Cluster => KillLeaderAsync(),
        Victim.Partition => PauseServerAsync(),
        Victim.Slow => PauseLeafAsync(),
        Victim.NatsMaintenance => MaintainAsync(),
        Victim.Upgrade => ReplaceAsync(),
        Victim.Single => KillSingleAsync(),
        _ => KillLeafAsync(),
    };

    private async Task KillRootAsync() => await KillAsync(await ActiveRootAsync());

    private async Task KillArchiverAsync()
    {
        Kept active = await ActiveRootAsync(), standby = site.Roots.Single(r => r != active);
        await standby.UntilReadyAsync(s_patience);
        await KillAsync(standby);
    }

    private async Task KillCassandraAsync()
    {
        await KillAsync(site.Cassandra!);
        await site.Cassandra!.UntilReadyAsync(s_cassandraStart);
    }

    private async Task PauseRootAsync() => await PauseAsync(await ActiveRootAsync(), LongestPause);

    // The others do not wait for the leaf, and the sockets of its own clients stay.
    private async Task PauseLeafAsync()
    {
        int leaf = _dice.Next(site.Leaves.Count);
        await PauseAsync(site.Leaves[leaf], LongestPause, except: leaf);
    }

    private async Task PauseServerAsync()
    {
        // Waits until all three are there and have everything, so that one may go.
        await _console.FindLogLeaderAsync(s_patience);
        await PauseAsync(site.Nats[_dice.Next(site.Nats.Count)], LongestPartition);
    }

    private async Task PauseAsync(Kept victim, double longest, int? except = null)
    {
        TimeSpan pause = TimeSpan.FromSeconds(longest * (0.1 + 0.9 * _dice.NextDouble()));
        int cutOff = site.CutOff;
        await victim.PauseAsync();
        TimeSpan strike = clock.Now;
        Task<TimeSpan> stall = crowd.StallAsync(strike, except);
        await Task.Delay(pause);
        victim.Continue();
        TimeSpan felt = await FeltAsync(stall);
        string and = site.CutOff > cutOff ? ", cut off" : "";
        Note($"{victim.Name} stood still for {pause.TotalSeconds:0.0} s{and}", strike, felt);
    }

    // Lines said after the order may still go through the old root. So the stall is looked for until the new root is
    // there.
    private async Task HandOverAsync()
    {
        Kept from = await ActiveRootAsync(), to = site.Roots.Single(r => r != from);
        await to.UntilReadyAsync(s_patience);
        TimeSpan strike = clock.Now;
        crowd.Watch(strike);
        await MoveAsync(from, to);
        await Task.Delay(s_settle);
        Note($"{from.Name} handed over to {to.Name}", strike, crowd.EndWatch());
    }

    private async Task MoveAsync(Kept from, Kept to)
    {
        TimeSpan limit = clock.Now + s_patience;
        await _console.HandOverAsync(from, to);
        for (Kept? active = from; active != to; active = await ActiveRootAsync())
        {
            if (clock.Now > limit) throw new TimeoutException($"{from.Name} did not hand over");
            await Task.Delay(s_look);
        }
    }

    // Goes round, as docs/operating.md says: an active root hands over first, a leaf sends its clients away.
    private Task ReplaceAsync()
    {
        int next = Stalls.Count % options.Processes;
        return next < Site.RootCount
            ? ReplaceRootAsync(site.Roots[next])
            : ReplaceLeafAsync(next - Site.RootCount);
    }

    private async Task ReplaceRootAsync(Kept root)
    {
        Kept other = site.Roots.Single(r => r != root);
        await other.UntilReadyAsync(s_patience);
        TimeSpan strike = clock.Now;
        crowd.Watch(strike);
        if (await ActiveRootAsync() == root) await MoveAsync(root, other);
        string build = BuildOf(site.Replace(root));
        await root.UntilReadyAsync(s_patience);
        await Task.Delay(s_settle);
        Note($"{root.Name} replaced by {build}", strike, crowd.EndWatch());
    }

    private async Task ReplaceLeafAsync(int leaf)
    {
        TimeSpan strike = clock.Now;
        string build = BuildOf(site.Replace(site.Leaves[leaf]));
        TimeSpan felt = await FeltAsync(crowd.StallAsync(strike, except: leaf));
        await site.Leaves[leaf].UntilReadyAsync(s_patience);
        await crowd.AllInAsync(s_patience);
        Note($"{site.Leaves[leaf].Name} replaced by {build}", strike, felt);
    }

    // Then waits for a digest or two, to see whether replicas that began under another build are equal.
    private async Task UntilRaisedAsync()
    {
        TimeSpan limit = clock.Now + s_patience;
        while (await _console.FindLevelAsync() < BuildLevel.Current)
        {
            if (clock.Now > limit)
                throw new TimeoutException($"the network did not come to level {BuildLevel.Current}");
            await Task.Delay(s_settle);
        }

        Console.WriteLine($"{clock.Now.TotalSeconds,9:0.000}  the network is at level {BuildLevel.Current}");
        await Task.Delay(2 * TimeSpan.FromSeconds(Site.UpgradeDigestEvery));
    }

    private static string BuildOf(bool other) => other ? "the other build" : "the first build again";

    private async Task KillLeaderAsync()
    {
        Kept leader = await _console.FindLogLeaderAsync(s_patience);
        await _bare.FollowAsync(leader);
        Task<TimeSpan> bare = _bare.StallAsync(clock.Now);
        await KillAsync(leader, bare: bare);
        await leader.UntilReadyAsync(s_patience);
    }

    // Takes one server after the other down, as an operator would, and waits until it has everything again.
    private async Task MaintainAsync()
    {
        Kept server = site.Nats[Stalls.Count % site.Nats.Count];
        Kept leader = await _console.FindLogLeaderAsync(s_patience);
        TimeSpan strike = clock.Now;
        crowd.Watch(strike);
        if (options.Stopping == Stopping.StepDown && server == leader) await _console.StepDownAsync(server, s_patience);
        if (options.Stopping == Stopping.LameDuck) server.StopLater();
        else server.Stop();
        await server.UntilReadyAsync(s_patience);
        await _console.FindLogLeaderAsync(s_patience);
        await Task.Delay(s_settle);
        string role = server == leader ? "led the log" : "followed";
        Note($"{server.Name} ({role}) down and up again", strike, crowd.EndWatch());
    }

    private async Task KillBothAsync(Victim one, Victim other)
    {
        Kept[] killed = [await FindAsync(one), await FindAsync(other)];
        TimeSpan strike = clock.Now;
        foreach (Kept process in killed) process.Kill();
        TimeSpan felt = await FeltAsync(crowd.StallAsync(strike, except: null));
        Note($"{killed[0].Name} and {killed[1].Name} killed", strike, felt);
        foreach (Kept process in killed) await process.UntilReadyAsync(s_patience);
    }

    private async Task<Kept> FindAsync(Victim victim) => victim switch
    {
        Victim.Root => await ActiveRootAsync(),
        Victim.Cluster => await _console.FindLogLeaderAsync(s_patience),
        _ => site.Nats[_dice.Next(site.Nats.Count)],
    };

    // Everybody is away with it: the stall lasts until somebody who came back hears a line.
    private async Task KillSingleAsync()
    {
        await KillAsync(site.Leaves[0]);
        await crowd.AllInAsync(s_patience);
    }

    private async Task KillLeafAsync()
    {
        int leaf = _dice.Next(site.Leaves.Count);
        await KillAsync(site.Leaves[leaf], except: leaf);
        // By then its clients have noticed it, too.
        await site.Leaves[leaf].UntilReadyAsync(s_patience);
        await crowd.AllInAsync(s_patience);
    }

    private async Task KillAsync(Kept victim, int? except = null, Task<TimeSpan>? bare = null)
    {
        TimeSpan strike = clock.Now;
        victim.Kill();
        TimeSpan felt = await FeltAsync(crowd.StallAsync(strike, except));
        if (bare is null) Note($"{victim.Name} killed", strike, felt);
        else
        {
            BareStalls.Add(await bare.WaitAsync(s_patience));
            Note($"{victim.Name} killed", strike, felt, BareStalls[^1]);
        }
    }

    private async Task<TimeSpan> FeltAsync(Task<TimeSpan> stall)
    {
        try
        {
            return await stall.WaitAsync(s_patience);
        }
        catch (TimeoutException)
        {
            Stalls.Add(s_patience);
            throw new TimeoutException($"no line arrived for {s_patience.TotalSeconds} s after the strike");
        }
    }

    private async Task<Kept> ActiveRootAsync()
    {
        TimeSpan limit = clock.Now + s_patience;
        while (clock.Now < limit)
        {
            if (site.ActiveRoot is { } root) return root;
            await Task.Delay(s_look);
        }

        throw new TimeoutException($"no root is active after {s_patience.TotalSeconds} s");
    }

    private void Note(string what, TimeSpan strike, TimeSpan stall, TimeSpan? bare = null)
    {
        Stalls.Add(stall);
        string at = $"{strike.TotalSeconds,9:0.000}  {Stalls.Count,4}/{options.Kills}";
        string probe = bare is { } its ? $", of a bare stream {its.TotalMilliseconds,6:0} ms" : "";
        Console.WriteLine($"{at}  {what,-36} stall {stall.TotalMilliseconds,6:0} ms{probe}");
    }
}
