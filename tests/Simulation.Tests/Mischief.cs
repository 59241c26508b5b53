using IrcNats.State;

namespace IrcNats.Simulation.Tests;

/// <summary>Makes happen what a cluster's faults say, until it is over.</summary>
sealed class Mischief
{
    // Replacing a stream takes longer than an election that is under way, and than epochs take to differ.
    private const int QuietlyDown = 500;

    private readonly SimCluster _cluster;

    public Mischief(SimCluster cluster)
    {
        _cluster = cluster;
        cluster.Time.After(100, Tick);
        cluster.Time.After(2000, Operate);
    }

    /// <summary>No more faults happen: what is left has to heal.</summary>
    public bool IsOver { get; set; }

    /// <summary>What was done so far, for the text of a failure.</summary>
    public int Crashes { get; private set; }
    public int Cuts { get; private set; }
    public int Pauses { get; private set; }

    public int Handovers { get; private set; }
    public int TimesBack { get; private set; }

    private VirtualTime Time => _cluster.Time;
    private Faults Faults => _cluster.Faults;

    private void Tick()
    {
        if (IsOver) return;
        foreach (SimRoot root in _cluster.Roots) Harm(root, Faults.CutRoot, Faults.PauseRoot, Faults.CrashRoot);
        foreach (SimLeaf leaf in _cluster.Leaves) Harm(leaf, Faults.CutLeaf, Faults.PauseLeaf, Faults.CrashLeaf);
        if (IsTime(Faults.RestartBus)) RestartBus(lost: 0);
        if (IsTime(Faults.GoBack)) GoBack();
        if (IsTime(Faults.Trim)) Trim();
        if (Faults.LoseArchive > 0 && IsTime(Faults.LoseArchive)) _cluster.Archive!.GoAway(200 + Time.Dice.Next(8000));
        if (IsTime(Faults.HandOver)) HandOver();
        foreach (SimNode node in _cluster.Nodes.Where(_ => IsTime(Faults.SetClock))) SetClock(node);
        foreach (SimRoot root in _cluster.Roots.Where(r => r.IsRunning && IsTime(Faults.StopRoot)).ToArray())
            root.Post(root.Stop);
        foreach (SimLeaf leaf in _cluster.Leaves.Where(l => l.IsReady && IsTime(Faults.StopLeaf)).ToArray())
            StopLeaf(leaf);
        Time.After(100, Tick);
    }

    // Operators do their work whether things go wrong or not: under some policies nobody would take over without them.
    private void Operate()
    {
        SimRoot root = _cluster.Roots[Time.Dice.Next(_cluster.Roots.Count)];
        if (_cluster.Config.Failover.Policy == FailoverPolicy.Assisted && root.IsRunning) root.Post(root.TakeOver);
        Time.After(2000, Operate);
    }

    private void SetClock(SimNode node)
    {
        int most = Time.Chance(0.5) ? 3_600_000 : 10_000;
        _cluster.SetClock(node.Name, Time.Chance(0.3) ? 0 : Time.Dice.Next(-most, most));
    }

    private void StopLeaf(SimLeaf leaf)
    {
        if (Time.Chance(0.5)) leaf.Post(leaf.Stop);
        else leaf.Post(() => leaf.Drain(1 + Time.Dice.Next(3)));
    }

    // Hands over to a root that is there, or was, or never was. In some cases one of the two is struck, too.
    private void HandOver()
    {
        if (_cluster.ActiveRoot is not { } root) return;
        Handovers++;
        int to = Time.Dice.Next(_cluster.Roots.Count + 2);
        string name = to < _cluster.Roots.Count ? _cluster.Roots[to].Name : to == _cluster.Roots.Count ? "root-9" : "";
        root.Post(() => root.HandOver(name));
        SimNode[] both = [root, .. _cluster.Roots.Where(r => r.Name == name)];
        SimNode harmed = both[Time.Dice.Next(both.Length)];
        int what = Time.Dice.Next(6), soon = Time.Dice.Next(100);
        if (what < 3)
            Time.After(soon, () => { if (harmed.IsRunning) ((Action<SimNode>[])[Crash, Pause, Cut])[what](harmed); });
    }

    // A power failure: the bus comes back a while later without its newest entries, or with none. Or somebody deletes
    // the stream, or puts an older copy in its place, and no connection breaks.
    private void GoBack()
    {
        SimStream log = _cluster.Stream;
        ulong least = log.First > 1 ? Math.Max(log.First, _cluster.SnapshotSeq) : 0;
        if (log.Last < least) return;
        int most = (int)(log.Last - least);
        int lost = Time.Dice.Next(4) == 0 ? Time.Dice.Next(most + 1) : Math.Min(most, Time.Dice.Next(8));
        TimesBack++;
        RestartBus(lost, isNoticed: Time.Chance(0.5));
    }

    // One entry before those that the newest snapshot needs stays: it shows that the snapshot is of this log.
    private void Trim()
    {
        if (!_cluster.SnapshotIsOfThisLog || _cluster.SnapshotSeq == 0) return;
        ulong first = Math.Min(_cluster.SnapshotSeq, _cluster.Archive?.Trimmable ?? ulong.MaxValue);
        _cluster.Stream.Trim(first);
        if (_cluster.Archive?.Lost(_cluster.Stream.First) is { } lost) throw new Violation(lost);
    }

    private void Harm(SimNode node, double cut, double pause, double crash)
    {
        if (!node.IsRunning) return;
        if (IsTime(cut)) Cut(node);
        if (IsTime(Faults.Stall)) AnyOf(node).Stall(50 + Time.Dice.Next(4000));
        if (IsTime(pause)) Pause(node);
        if (IsTime(crash)) Crash(node);
    }

    private bool IsTime(double perSecond) => Time.Chance(perSecond / 10);

    private SimConnection AnyOf(SimNode node) => node.Connections[Time.Dice.Next(node.Connections.Count)];

    private void Cut(SimNode node)
    {
        Cuts++;
        Break(Time.Chance(0.5) ? [AnyOf(node)] : node.Connections, 50 + Time.Dice.Next(4000));
    }

    private void Break(IReadOnlyList<SimConnection> connections, long time)
    {
        foreach (SimConnection connection in connections)
        {
            connection.Break();
            Time.After(time, connection.Restore);
        }
    }

    private void Pause(SimNode node)
    {
        Pauses++;
        node.Pause();
        Time.After(100 + Time.Dice.Next(4000), node.Continue);
    }

    private void Crash(SimNode node)
    {
        Crashes++;
        _cluster.Crash(node);
    }

    private void RestartBus(int lost, bool isNoticed = true)
    {
        Cuts++;
        _cluster.Stream.Restart();
        int down = (isNoticed ? 50 : QuietlyDown) + Time.Dice.Next(1500);
        if (lost > 0)
        {
            _cluster.Stream.GoBack(_cluster.Stream.Last - (ulong)lost, down);
            _cluster.SnapshotIsOfThisLog = false;
        }

        if (isNoticed) Break([.. _cluster.Nodes.Where(n => !n.IsDead).SelectMany(n => n.Connections)], down);
    }
}
