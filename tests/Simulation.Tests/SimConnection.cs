namespace IrcNats.Simulation.Tests;

/// <summary>
/// One connection of a process to the bus. It keeps the order each way and takes its time; when it breaks, what is on
/// the way is lost. What a process sends meanwhile is lost too, or sent when the connection is back.
/// </summary>
sealed class SimConnection(SimCluster cluster)
{
    private readonly Queue<Action> _kept = [];
    private long _up, _down, _stalled;
    private int _generation;
    private bool _keeps;

    public bool IsOpen { get; private set; } = true;

    /// <summary>The connection is there, and what is sent on it moves.</summary>
    public bool Works => IsOpen && cluster.Time.Now >= _stalled;

    /// <summary>Told of every loss and every return, at once.</summary>
    public event Action<bool>? Changed;

    /// <summary>From the process to the bus.</summary>
    public void Up(Action arrive)
    {
        if (IsOpen) _up = Travel(_up, arrive);
        else if (_keeps) _kept.Enqueue(arrive);
    }

    /// <summary>From the bus to the process.</summary>
    public void Down(Action arrive)
    {
        if (IsOpen) _down = Travel(_down, arrive);
    }

    public void Break()
    {
        if (!IsOpen) return;
        IsOpen = false;
        _generation++;
        _keeps = cluster.Time.Chance(0.5);
        Changed?.Invoke(false);
    }

    public void Restore()
    {
        if (IsOpen) return;
        IsOpen = true;
        while (_kept.TryDequeue(out Action? arrive)) _up = Travel(_up, arrive);
        Changed?.Invoke(true);
    }

    public void Stall(long time) =>
        (_up, _down, _stalled) = (Later(_up, time), Later(_down, time), Later(_stalled, time));

    /// <summary>Its process is gone. What it had sent may be lost or still arrive.</summary>
    public void End()
    {
        IsOpen = _keeps = false;
        if (cluster.Time.Chance(0.5)) _generation++;
    }

    private long Later(long due, long time) => Math.Max(due, cluster.Time.Now + time);

    private long Travel(long after, Action arrive)
    {
        int generation = _generation;
        long due = Later(after, cluster.Time.Dice.Next(cluster.Faults.MaxDelay + 1));
        cluster.Time.At(due, () => { if (generation == _generation) arrive(); });
        return due;
    }
}
