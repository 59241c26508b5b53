namespace IrcNats.Simulation.Tests;

/// <summary>
/// The virtual clock as a process sees it: its timers stand still with the process and end with it. Its wall clock is
/// wrong by as much as somebody set it.
/// </summary>
sealed class SimClock(VirtualTime time, SimNode node) : TimeProvider
{
    public override long TimestampFrequency => 1000;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(node.Wall);

    public override long GetTimestamp() => time.Now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Timer timer = new(node, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class Timer(SimNode node, Action ring) : ITimer
    {
        private int _changes;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            int change = ++_changes;
            if (dueTime >= TimeSpan.Zero) Set(dueTime, period, change);
            return true;
        }

        public void Dispose() => _changes++;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Set(TimeSpan due, TimeSpan period, int change) =>
            node.After((long)Math.Ceiling(due.TotalMilliseconds), () =>
            {
                if (change != _changes) return;
                if (period > TimeSpan.Zero) Set(period, period, change);
                ring();
            });
    }
}
