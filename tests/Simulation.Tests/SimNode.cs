namespace IrcNats.Simulation.Tests;

/// <summary>A process: it can stand still and go on, die, and lose its connections.</summary>
abstract class SimNode(SimCluster cluster, string name)
{
    private readonly Queue<Action> _late = [];
    private bool _paused;

    public string Name => name;
    public bool IsDead { get; private set; }
    public bool IsRunning => !IsDead && !_paused;
    public abstract IReadOnlyList<SimConnection> Connections { get; }

    protected SimCluster Cluster => cluster;
    protected VirtualTime Time => cluster.Time;

    /// <summary>Runs what concerns the process when it can: at once, when it goes on, or never.</summary>
    public void Post(Action what)
    {
        if (IsDead) return;
        if (_paused) _late.Enqueue(what);
        else what();
    }

    public void After(long delay, Action what) => Time.After(delay, () => Post(what));

    /// <summary>Again and again for as long as the process lives.</summary>
    public void Every(long period, Action what) => After(period, () =>
    {
        what();
        Every(period, what);
    });

    public void Pause() => _paused = true;

    public void Continue()
    {
        _paused = false;
        while (IsRunning && _late.TryDequeue(out Action? what)) what();
    }

    public virtual void Die()
    {
        IsDead = true;
        foreach (SimConnection connection in Connections) connection.End();
    }
}
