namespace IrcNats.Root.Core;

/// <summary>
/// The network's time (Unix milliseconds), which the active root stamps into the log. It goes on with time that passes,
/// and creeps towards the machine's clock: at most one part in ten faster or slower. So it never goes back and follows
/// no jump, whatever becomes of that clock. docs/architecture.md
/// </summary>
/// <param name="time">Where it begins.</param>
/// <param name="now">The time of <c>SteadyClock</c> then.</param>
sealed class NetworkClock(long time, long now)
{
    // Milliseconds that pass for one of correction.
    private const long Creep = 10;

    private long _time = time, _now = now, _unused;

    /// <summary>How far the machine's clock was ahead when it was read last; negative: behind.</summary>
    public long Ahead { get; private set; }

    public long Read(long now, long wall)
    {
        long passed = Math.Max(0, now - _now);
        _now += passed;
        _unused += passed;
        long most = _unused / Creep;
        _unused %= Creep;
        _time += passed;
        _time += Math.Clamp(wall - _time, -most, most);
        Ahead = wall - _time;
        return _time;
    }
}
