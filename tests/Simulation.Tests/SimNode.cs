namespace IrcNats.Simulation.Tests;

/// <summary>A process: it can stand still and go on, die, and lose its connections.</summary>
abstract class SimNode
{
    private readonly Queue<Action> _late = [];
    private readonly Queue<Action> _continuations = [];
    private readonly SimContext _context;
    private bool _paused, _running;

    protected SimNode(SimCluster cluster, string name)
    {
        (Cluster, Name) = (cluster, name);
        _context = new SimContext(this);
        Clock = new SimClock(cluster.Time, this);
    }

    public string Name { get; }
    public bool IsDead { get; private set; }
    /// <summary>What it has of the network is not what the log says, and it has not noticed.</summary>
    public bool IsTampered { get; set; }
    public bool IsRunning => !IsDead && !_paused;
    public abstract IReadOnlyList<SimConnection> Connections { get; }
    public TimeProvider Clock { get; }

    /// <summary>What its machine's clock says, Unix milliseconds.</summary>
    public long Wall => Time.Now + Cluster.ClockError(Name);

    protected SimCluster Cluster { get; }
    protected VirtualTime Time => Cluster.Time;

    /// <summary>Runs what concerns the process when it can: at once, when it goes on, or never.</summary>
    public void Post(Action what)
    {
        if (IsDead) return;
        if (_paused) _late.Enqueue(what);
        else if (_running) what();
        else Run(what);
    }

    /// <summary>What waited goes on, when what runs now is done.</summary>
    public void GoOn(Action continuation)
    {
        if (_running) _continuations.Enqueue(continuation);
        else Time.After(0, () => Post(continuation));
    }

    public void After(long delay, Action what) => Time.After(delay, () => Post(what));

    /// <summary>Again and again for as long as the process lives, or until it does not want to.</summary>
    public void Every(long period, Action what, Func<bool>? wanted = null) => After(period, () =>
    {
        if (wanted?.Invoke() == false) return;
        what();
        Every(period, what, wanted);
    });

    public void Pause() => _paused = true;

    public void Continue()
    {
        _paused = false;
        while (IsRunning && _late.TryDequeue(out Action? what)) Run(what);
    }

    public virtual void Die()
    {
        IsDead = true;
        foreach (SimConnection connection in Connections) connection.End();
    }

    public Task Wait(long time) => Task.Delay(TimeSpan.FromMilliseconds(time), Clock);

    /// <summary>Begins something that waits now and then. What goes wrong in it ends the run.</summary>
    public async void Begin(Func<Task> what)
    {
        try
        {
            await what();
        }
        catch (OperationCanceledException)
        {
            // It was told to stop.
        }
        catch (InvalidOperationException e) when (e.Message.Contains("no snapshot covers", StringComparison.Ordinal))
        {
            // It ends, and begins again from the snapshot.
            Cluster.Crash(this);
        }
        catch (Exception e)
        {
            Time.Failure ??= e;
        }
    }

    private void Run(Action what)
    {
        SynchronizationContext? outside = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(_context);
        _running = true;
        try
        {
            what();
            while (IsRunning && _continuations.TryDequeue(out Action? next)) next();
            // Stopped in between: the rest comes first when it goes on.
            while (_continuations.TryDequeue(out Action? rest)) _late.Enqueue(rest);
        }
        finally
        {
            _running = false;
            SynchronizationContext.SetSynchronizationContext(outside);
        }
    }
}
