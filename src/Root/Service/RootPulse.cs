namespace IrcNats.Root.Service;

/// <summary>
/// How a standby hears the active root: an entry or a beat is a pulse. A root that was busy is missed sooner than one
/// that only beats, because it is then that people wait. For any thread.
/// </summary>
sealed class RootPulse(TimeProvider time)
{
    // Of a root that only beats (twice a second), and of one that writes much.
    private static readonly TimeSpan s_latest = TimeSpan.FromMilliseconds(750);
    private static readonly TimeSpan s_soonest = TimeSpan.FromMilliseconds(200);

    // So many times the usual gap between two pulses is late; one pulse counts an eighth of what is usual.
    private const int GapsUntilLate = 4, Weight = 8;

    private readonly Lock _gate = new();
    private TimeSpan _gap = s_latest;
    private long _heard = time.GetTimestamp();

    /// <summary>Time since the last pulse.</summary>
    public TimeSpan Silence
    {
        get { lock (_gate) return time.GetElapsedTime(_heard); }
    }

    /// <summary>Longer silent than usual: time to ask NATS whether there still is a root.</summary>
    public bool IsLate
    {
        get { lock (_gate) return time.GetElapsedTime(_heard) > Patience; }
    }

    private TimeSpan Patience => TimeSpan.FromTicks(
        Math.Clamp(_gap.Ticks * GapsUntilLate, s_soonest.Ticks, s_latest.Ticks));

    public void Beat()
    {
        lock (_gate)
        {
            long now = time.GetTimestamp();
            _gap += (time.GetElapsedTime(_heard, now) - _gap) / Weight;
            _heard = now;
        }
    }

    /// <summary>Nothing is known of what is usual: a root that was cut off as well has time to come back.</summary>
    public void Forgive()
    {
        lock (_gate) (_gap, _heard) = (s_latest, time.GetTimestamp());
    }
}
