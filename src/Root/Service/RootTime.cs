using IrcNats.Hosting;
using IrcNats.Root.Core;

namespace IrcNats.Root.Service;

/// <summary>
/// The times of a root: the steady one, and the network's while it writes. The simulator's roots have it too. For any
/// thread.
/// </summary>
sealed class RootTime(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly SteadyClock _clock = new(time);
    private NetworkClock? _network;

    /// <summary>For durations; never set.</summary>
    public long Steady => _clock.Now;

    /// <summary>The network's, or what the machine's clock says while this root has not been a candidate.</summary>
    public long Now
    {
        get { lock (_gate) return _network?.Read(_clock.Now, _clock.Wall) ?? _clock.Wall; }
    }

    /// <summary>How far the machine's clock is ahead of the network's time; negative: behind.</summary>
    public TimeSpan Ahead
    {
        get { lock (_gate) return TimeSpan.FromMilliseconds(_network?.Ahead ?? 0); }
    }

    /// <summary>
    /// It is about to be elected. It goes on from what it has heard of the network's time. Who has heard no root that
    /// lives cannot know how long there was none: the machine's clock says it.
    /// </summary>
    /// <param name="heard">The network's time as of now; null: no root was heard.</param>
    /// <param name="logged">The newest time in the log.</param>
    public void Begin(long? heard, long logged)
    {
        lock (_gate) _network = new NetworkClock(Math.Max(heard ?? _clock.Wall, logged), _clock.Now);
    }
}
