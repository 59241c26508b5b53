using IrcNats.Chaos.Clients;
using IrcNats.Chaos.Measure;
using IrcNats.Chaos.Network;

namespace IrcNats.Chaos;

/// <summary>Strikes the network at random moments, and notes how long each strike was felt.</summary>
sealed class Assault(ChaosOptions options, Site site, Crowd crowd, RunClock clock) : IAsyncDisposable
{
    private const double LongestPause = 5;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60), s_look = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan s_settle = TimeSpan.FromMilliseconds(500);

    // The seed says what happens; how the processes run meanwhile is theirs, so a run is repeated only roughly.
#pragma warning disable CA5394 // nothing here is secret
    private readonly Random _dice = new(options.Seed);
    private readonly NatsConsole _console = new(site);

    /// <summary>Of every strike so far.</summary>
    public List<TimeSpan> Stalls { get; } = [];

    /// <exception cref="TimeoutException">The network did not recover from a strike.</exception>
    public async Task RunAsync()
    {
        await _console.ConnectAsync();
        while (Stalls.Count < options.Kills)
        {
            await Task.Delay(TimeSpan.FromSeconds(options.Calm * (0.25 + 0.75 * _dice.NextDouble())));
            await StrikeAsync(options.Victim == Victim.Mix ? Any() : options.Victim);
        }
    }

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    private Victim Any() => _dice.Next(5) switch
    {
        0 => Victim.Root,
        1 => Victim.PauseRoot,
        2 => Victim.Handover,
        3 => options.NatsNodes == 3 ? Victim.Cluster : Victim.Nats,
        _ => Victim.Leaf,
    };

    private Task StrikeAsync(Victim victim) => victim switch
    {
        Victim.Root => KillRootAsync(),
        Victim.PauseRoot => PauseRootAsync(),
        Victim.Handover => HandOverAsync(),
        Victim.Nats => KillAsync(site.Nats[_dice.Next(site.Nats.Count)]),
        Victim.Cluster => KillLeaderAsync(),
        _ => KillLeafAsync(),
    };

    private async Task KillRootAsync() => await KillAsync(await ActiveRootAsync());

    private async Task PauseRootAsync()
    {
        Kept root = await ActiveRootAsync();
        TimeSpan pause = TimeSpan.FromSeconds(LongestPause * (0.1 + 0.9 * _dice.NextDouble()));
        await root.PauseAsync();
        TimeSpan strike = clock.Now;
        Task<TimeSpan> stall = crowd.StallAsync(strike, except: null);
        await Task.Delay(pause);
        root.Continue();
        Note($"{root.Name} stood still for {pause.TotalSeconds:0.0} s", strike, await FeltAsync(stall));
    }

    // Lines said after the order still go through the old root, so the stall is looked for until the new one is there.
    private async Task HandOverAsync()
    {
        Kept from = await ActiveRootAsync(), to = site.Roots.Single(r => r != from);
        await to.UntilReadyAsync(s_patience);
        TimeSpan strike = clock.Now;
        crowd.Watch(strike);
        await _console.HandOverAsync(from, to);
        for (Kept? active = from; active != to; active = await ActiveRootAsync())
        {
            if (clock.Now > strike + s_patience) throw new TimeoutException($"{from.Name} did not hand over");
            await Task.Delay(s_look);
        }

        await Task.Delay(s_settle);
        Note($"{from.Name} handed over to {to.Name}", strike, crowd.EndWatch());
    }

    private async Task KillLeaderAsync()
    {
        Kept leader = await _console.FindLogLeaderAsync(s_patience);
        await KillAsync(leader);
        await leader.UntilReadyAsync(s_patience);
    }

    private async Task KillLeafAsync()
    {
        int leaf = _dice.Next(site.Leaves.Count);
        await KillAsync(site.Leaves[leaf], except: leaf);
        // By then its clients have noticed, too.
        await site.Leaves[leaf].UntilReadyAsync(s_patience);
        await crowd.AllInAsync(s_patience);
    }

    private async Task KillAsync(Kept victim, int? except = null)
    {
        TimeSpan strike = clock.Now;
        victim.Kill();
        Note($"{victim.Name} killed", strike, await FeltAsync(crowd.StallAsync(strike, except)));
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

    private void Note(string what, TimeSpan strike, TimeSpan stall)
    {
        Stalls.Add(stall);
        string at = $"{strike.TotalSeconds,9:0.000}  {Stalls.Count,4}/{options.Kills}";
        Console.WriteLine($"{at}  {what,-36} stall {stall.TotalMilliseconds,6:0} ms");
    }
}
