namespace Cassandra;

/// <summary>How long to wait between attempts to reach a host again.</summary>
public interface IReconnectionPolicy
{
    /// <summary>Begins anew, for one loss of one host.</summary>
    IReconnectionSchedule NewSchedule();
}

/// <summary>The waits of one loss, one after another.</summary>
public interface IReconnectionSchedule
{
    long NextDelayMs();
}

/// <summary>The waits as the timers take them.</summary>
internal static class ReconnectionSchedules
{
    /// <summary>The next wait; one that no timer can take is the longest that one can.</summary>
    public static TimeSpan NextDelay(this IReconnectionSchedule schedule) =>
        TimeSpan.FromMilliseconds(Math.Clamp(schedule.NextDelayMs(), 0, int.MaxValue));
}

/// <summary>Always the same wait.</summary>
public class ConstantReconnectionPolicy : IReconnectionPolicy
{
    public ConstantReconnectionPolicy(long constantDelayMs)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(constantDelayMs);
        ConstantDelayMs = constantDelayMs;
    }

    public long ConstantDelayMs { get; }

    public IReconnectionSchedule NewSchedule() => new Schedule(ConstantDelayMs);

    private sealed class Schedule(long delay) : IReconnectionSchedule
    {
        public long NextDelayMs() => delay;
    }
}

/// <summary>Each wait is twice the one before it, up to a longest.</summary>
public class ExponentialReconnectionPolicy : IReconnectionPolicy
{
    public ExponentialReconnectionPolicy(long baseDelayMs, long maxDelayMs)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(baseDelayMs);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxDelayMs, baseDelayMs);
        (BaseDelayMs, MaxDelayMs) = (baseDelayMs, maxDelayMs);
    }

    public long BaseDelayMs { get; }

    public long MaxDelayMs { get; }

    public IReconnectionSchedule NewSchedule() => new Schedule(BaseDelayMs, MaxDelayMs);

    private sealed class Schedule(long first, long longest) : IReconnectionSchedule
    {
        private long _next = first;

        public long NextDelayMs()
        {
            long now = _next;
            _next = Math.Min(longest, now > long.MaxValue / 2 ? longest : now * 2);
            return now;
        }
    }
}
