namespace IrcNats.Simulation.Tests;

/// <summary>Does to the processes of a cluster what its faults say, until it is over.</summary>
sealed class Mischief
{
    private readonly SimCluster _cluster;

    public Mischief(SimCluster cluster)
    {
        _cluster = cluster;
        cluster.Time.After(100, Tick);
    }

    /// <summary>No more faults: what is left has to heal.</summary>
    public bool IsOver { get; set; }

    /// <summary>What was done so far, for the text of a failure.</summary>
    public int Crashes { get; private set; }
    public int Cuts { get; private set; }
    public int Pauses { get; private set; }

    private VirtualTime Time => _cluster.Time;
    private Faults Faults => _cluster.Faults;

    private void Tick()
    {
        if (IsOver) return;
        foreach (SimRoot root in _cluster.Roots) Harm(root, Faults.CutRoot, Faults.PauseRoot, Faults.CrashRoot);
        foreach (SimLeaf leaf in _cluster.Leaves) Harm(leaf, Faults.CutLeaf, Faults.PauseLeaf, Faults.CrashLeaf);
        if (IsTime(Faults.RestartBus)) RestartBus();
        Time.After(100, Tick);
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

    private void RestartBus()
    {
        Cuts++;
        _cluster.Stream.Restart();
        Break([.. _cluster.Nodes.Where(n => !n.IsDead).SelectMany(n => n.Connections)], 50 + Time.Dice.Next(1500));
    }
}
