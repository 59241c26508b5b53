namespace IrcNats.Replication;

/// <summary>
/// The network's time (Unix milliseconds) as a process knows it that does not write: what the root said last, and the
/// time that has passed since. The machine's own clock has no part in it. Now is a time of <c>SteadyClock</c>.
/// </summary>
public sealed class HeardTime
{
    private long _said, _at;
    private bool _isKnown;

    /// <summary>A living root has said the time: nobody needs to guess it.</summary>
    public bool IsHeard { get; private set; }

    /// <summary>A root says what time it is.</summary>
    public void Said(long time, long now)
    {
        (_said, _at, _isKnown) = (time, now, true);
        IsHeard = true;
    }

    /// <summary>An entry of the log was stamped with it, now or long ago.</summary>
    public void Stamped(long time, long now)
    {
        if (_isKnown && time <= At(now)) return;
        (_said, _at, _isKnown) = (time, now, true);
    }

    public long At(long now) => _isKnown ? _said + (now - _at) : now;
}
