using IrcNats.State;
using IrcNats.Transcripts;
using IrcNats.Wire;

namespace IrcNats.Simulation.Tests;

/// <summary>
/// One run, all of it by its seed: clients chat while things go wrong; then nothing more goes wrong, everything has to
/// settle, and what everybody has is compared.
/// </summary>
sealed class SimRun
{
    // Virtual milliseconds.
    private const int LongestSettle = 60_000, LookEvery = 50;

    // As every transcript's, but the users of a lost leaf are quit while a run lasts.
    private static readonly NetworkConfig s_config =
        TestConfig.Public with { LeafLoss = new LeafLossConfig { Timeout = 2500, Grace = 3000, QuitsPerSecond = 5 } };

    private readonly SimCluster _cluster;
    private readonly List<SimClient> _clients = [];
    private readonly int _lasts;

    private SimRun(int seed, BrokenRule broken, SimExtras extras)
    {
        Random dice = new(seed);
        int time = dice.Next();
        Faults faults = Faults.By(dice);
        // By other dice: without them a seed is what it always was.
        Random others = new(~seed);
        bool hasArchive = extras == SimExtras.Archive, hasAccounts = extras == SimExtras.Accounts;
        if (hasArchive) faults = faults.OfArchive(others);
        NetworkConfig config = s_config with { Failover = new FailoverConfig { Policy = PolicyBy(dice) } };
        _cluster = new SimCluster(
            time, faults, hasAccounts ? WithAccounts(config, others) : config,
            roots: 1 + dice.Next(3), leaves: 1 + dice.Next(3), broken, hasArchive);
        for (int i = 1 + dice.Next(6); i > 0; i--) _clients.Add(new SimClient(_cluster, $"c{i}"));
        for (int i = hasAccounts ? 2 + others.Next(4) : 0; i > 0; i--)
            _clients.Add(new SimClient(_cluster, $"d{i}", others.Next(4) == 0 ? "eve" : "joe"));
        _lasts = 3000 + dice.Next(12_000);
    }

    /// <summary>Plays a seed.</summary>
    /// <exception cref="Violation">Names what went wrong, and how to play the seed again.</exception>
    public static Tally Play(int seed, BrokenRule broken = BrokenRule.None, SimExtras extras = SimExtras.None)
    {
        SimRun run = new(seed, broken, extras);
        try
        {
            run.Play();
            return run.Tally;
        }
        catch (Exception e)
        {
            Mischief done = run._cluster.Mischief;
            throw new Violation(
                $"seed {seed}: {(e is Violation ? e.Message : e)}\n"
                + $"after {done.Crashes} crashes, {done.Cuts} cuts, {done.Pauses} pauses and"
                + $" {done.TimesBack} times back; {run._cluster.Status}\n"
                + string.Concat(run._cluster.Archive?.Said.Select(line => line + "\n") ?? [])
                + $"again: IRCNATS_SEED={seed} ./test Simulation");
        }
    }

    private Tally Tally => new(
        _cluster.Mischief.Crashes, _cluster.Mischief.Pauses, _cluster.Judge.Resumed,
        _cluster.Judge.Guilty, _cluster.Judge.Innocent)
    {
        Attached = _cluster.Judge.Attached, Detached = _cluster.Judge.Detached,
        Handovers = _cluster.Mischief.Handovers, TimesBack = _cluster.Mischief.TimesBack, Rebuilt = _cluster.Rebuilt,
        Archived = _cluster.Archive?.Checked ?? 0, Gaps = _cluster.Archive?.Gaps ?? 0,
        Outrun = _cluster.Archive?.IsOutrun == true ? 1 : 0,
    };

    // In half of the runs the accounts' users stay without clients.
    private static NetworkConfig WithAccounts(NetworkConfig config, Random dice) => config with
    {
        Accounts = config.Accounts with
        {
            Iterations = 100, AlwaysOn = dice.Next(2) == 0 ? OwnersChoice.Mandatory : OwnersChoice.Disabled,
        },
    };

    private static FailoverPolicy PolicyBy(Random dice) => dice.Next(8) switch
    {
        0 => FailoverPolicy.Assisted,
        1 => FailoverPolicy.AlertOnly,
        _ => FailoverPolicy.Automatic,
    };

    private void Play()
    {
        VirtualTime time = _cluster.Time;
        foreach (SimClient client in _clients) Chat(client, time.Now + _lasts);
        Rehash(time.Now + _lasts);
        time.RunUntil(time.Now + _lasts);
        _cluster.Mischief.IsOver = true;
        Settle("after the faults");
        Greet();
        Settle("at the end");
        // Who heard nothing for a while hears of the root once more.
        time.RunUntil(time.Now + SimRoot.BeatEvery + LookEvery);
        Settle("when everybody has heard of the root");
        if (_cluster.Archive is { } archive)
        {
            Await("the archive does not become what the log says", () => archive.Fault() is null);
            // It stays so.
            time.RunUntil(time.Now + 3000);
            if (archive.Fault() is { } fault) throw new Violation(fault);
            Settle("when the archive has everything");
        }

        Compare();
    }

    private void Chat(SimClient client, long until) => _cluster.Time.After(20 + _cluster.Time.Dice.Next(800), () =>
    {
        if (_cluster.Time.Now >= until) return;
        client.Act();
        Chat(client, until);
    });

    // An operator changes a password, while others give the one of before.
    private void Rehash(long until) => _cluster.Time.After(100 + _cluster.Time.Dice.Next(1500), () =>
    {
        if (_cluster.Time.Now >= until) return;
        _cluster.Rehash();
        Rehash(until);
    });

    // A newcomer on every leaf says something, and everybody asks whether the server is there.
    private void Greet()
    {
        for (int i = 0; i < _cluster.Leaves.Count; i++)
        {
            SimClient newcomer = new(_cluster, $"new{i}");
            newcomer.Connect(_cluster.Leaves[i]);
            _clients.Add(newcomer);
            Await($"{_cluster.Leaves[i].Name} welcomes nobody", () => newcomer.IsOnline);
            newcomer.Send("JOIN #a,#end");
            newcomer.Say("#end");
        }

        SimClient[] online = [.. _clients.Where(c => c.IsOnline)];
        foreach (SimClient client in online) client.Send("PING fresh");
        Await("a fresh PING is not answered", () => online.All(c => c.LastPong == "fresh" || !c.IsOnline));
    }

    private void Settle(string when)
    {
        // A root that was replaced has learnt it by then.
        Await(
            $"it does not settle {when}",
            () => _cluster.IsSettled && _cluster.Roots.Count(r => r.TakesRequests) == 1);
        // Lost leaves' users are quit at a pace of their own.
        Await($"users without a connection stay {when}", () => Ghosts().Length == 0 && _cluster.IsSettled);
    }

    private void Await(string orElse, Func<bool> isSo)
    {
        for (long end = _cluster.Time.Now + LongestSettle; !isSo();)
        {
            if (_cluster.Time.Now > end)
                throw new Violation($"{orElse}: {string.Join(", ", Ghosts())} {_cluster.Archive?.Fault()}");
            _cluster.Time.RunUntil(_cluster.Time.Now + LookEvery);
        }
    }

    private SessionId[] Ghosts()
    {
        HashSet<SessionId> connected = [.. _clients.Where(c => c.IsOnline).Select(c => c.Visit!.Id)];
        return
        [
            .. _cluster.Judge.Network.Users.SelectMany(u => u.Sessions, (_, s) => s.Id)
                .Where(s => !connected.Contains(s)),
        ];
    }

    private void Compare()
    {
        foreach (SimLeaf leaf in _cluster.Leaves) _cluster.Judge.Compare(leaf.Name, leaf.Core.Network);
        foreach (SimRoot root in _cluster.Roots.Where(r => r.Network.Seq == _cluster.Stream.Last))
            _cluster.Judge.Compare(root.Name, root.Network);
        foreach (Visit visit in _clients.Where(c => c.IsOnline).Select(c => c.Visit!))
        {
            if (visit.Missing > 0) throw new Violation($"{visit.Id} misses {visit.Missing} lines of the log");
            if (visit.Unanswered.Any())
                throw new Violation($"{visit.Id} has no answer to '{visit.Unanswered.First()}'");
        }

        byte[] saved = Codec.Encode(_cluster.Judge.Network.Save());
        if (!saved.AsSpan().SequenceEqual(Codec.Encode(Network.Load(Codec.DecodeSnapshot(saved)).Save())))
            throw new Violation("a network loaded from its snapshot is another");
    }
}
