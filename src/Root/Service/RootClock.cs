using IrcNats.Wire;

namespace IrcNats.Root.Service;

/// <summary>
/// The active root's clock, as its beats tell it: what one root stamps is good for another, whatever its own clock
/// says. For any thread.
/// </summary>
sealed class RootClock(TimeProvider time)
{
    private readonly Lock _gate = new();
    private (ulong Epoch, long Time, long At)? _heard;

    /// <summary>Unix milliseconds; this process's own time while no root was heard.</summary>
    public long Now
    {
        get
        {
            lock (_gate)
                return _heard is var (_, told, at)
                    ? told + (long)time.GetElapsedTime(at).TotalMilliseconds
                    : time.GetUtcNow().ToUnixTimeMilliseconds();
        }
    }

    /// <summary>A beat of a root that was replaced tells nothing.</summary>
    public void Heard(Beat beat)
    {
        lock (_gate)
            if (_heard is not { } known || beat.Epoch >= known.Epoch)
                _heard = (beat.Epoch, beat.Time, time.GetTimestamp());
    }
}
