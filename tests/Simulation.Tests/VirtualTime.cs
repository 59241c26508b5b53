using System.Runtime.ExceptionServices;

namespace IrcNats.Simulation.Tests;

/// <summary>Events in the order of a virtual clock; the same seed gives the same run. Times in milliseconds.</summary>
sealed class VirtualTime(int seed)
{
    private readonly PriorityQueue<Action, (long Time, long Order)> _events = new();
    private long _order;

    public Random Dice { get; } = new(seed);

    /// <summary>Unix milliseconds.</summary>
    public long Now { get; private set; } = 1_700_000_000_000;

    /// <summary>A failure in code that nobody waits for: it ends the run.</summary>
    public Exception? Failure { get; set; }

    public void At(long time, Action what) => _events.Enqueue(what, (Math.Max(time, Now), _order++));

    public void After(long delay, Action what) => At(Now + delay, what);

    /// <summary>Runs until it is that time.</summary>
    public void RunUntil(long time)
    {
        while (_events.TryPeek(out Action? next, out var due) && due.Time <= time)
        {
            _events.Dequeue();
            Now = due.Time;
            next();
            if (Failure is { } failure) ExceptionDispatchInfo.Throw(failure);
        }

        Now = time;
    }

    public bool Chance(double probability) => Dice.NextDouble() < probability;
}
