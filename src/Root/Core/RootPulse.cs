namespace IrcNats.Root.Core;

/// <summary>
/// How a standby hears the active root: an entry or a beat is a pulse. A root that was busy is missed sooner than one
/// that only beats, because it is then that people wait. Times are steady milliseconds.
/// </summary>
sealed class RootPulse(long now)
{
    // Of a root that only beats (twice a second), and of one that writes much.
    private const long Latest = 750, Soonest = 200;

    // So many times the usual gap between two pulses is late; one pulse counts an eighth of what is usual.
    private const int GapsUntilLate = 4, Weight = 8;

    // The usual gap in microseconds: gaps of less than a millisecond count too.
    private const long Micro = 1000;

    private long _gap = Latest * Micro, _heard = now;

    /// <summary>Time since the last pulse.</summary>
    public long Silence(long now) => now - _heard;

    /// <summary>When the root will have been silent for longer than this.</summary>
    public long SilentFor(long time) => _heard + time + 1;

    /// <summary>When it will be silent for longer than usual: time to ask whether there still is a root.</summary>
    public long LateAt => SilentFor(Math.Clamp(_gap * GapsUntilLate / Micro, Soonest, Latest));

    public bool IsLate(long now) => now >= LateAt;

    public void Beat(long now)
    {
        _gap += ((now - _heard) * Micro - _gap) / Weight;
        _heard = now;
    }

    /// <summary>Nothing is known of what is usual: a root that was cut off as well has time to come back.</summary>
    public void Forgive(long now) => (_gap, _heard) = (Latest * Micro, now);
}
