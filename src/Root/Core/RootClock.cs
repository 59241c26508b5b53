namespace IrcNats.Root.Core;

/// <summary>
/// The network's time as a root stamps it: its own, from the moment it stands for election. docs/architecture.md, "The
/// network's time".
/// </summary>
sealed class RootClock(IRootAlarms alarms)
{
    // Clocks that are kept right do not differ so much; and how often it is said.
    private const long OffByMuch = 30_000, SayOff = 600_000;

    private NetworkClock? _network;
    private long? _saidOff;

    /// <summary>The network's time; what the machine's clock says while this root has not been a candidate.</summary>
    public long Read(Moment now) => _network?.Read(now.Steady, now.Wall) ?? now.Wall;

    /// <summary>
    /// This root is about to be elected. It goes on from what it has heard of the network's time. A root that has heard
    /// no other that lives cannot know how long there was none: the machine's clock says it.
    /// </summary>
    /// <param name="heard">The network's time as of now; null: no root was heard.</param>
    /// <param name="logged">The newest time in the log.</param>
    public void Begin(long? heard, long logged, Moment now) =>
        _network = new NetworkClock(Math.Max(heard ?? now.Wall, logged), now.Steady);

    /// <summary>Says now and then that the machine's clock is wrong by much.</summary>
    public void Look(Moment now)
    {
        long ahead = _network?.Ahead ?? 0;
        if (Math.Abs(ahead) < OffByMuch || now.Steady - _saidOff < SayOff) return;
        _saidOff = now.Steady;
        alarms.ClockIsOff(ahead);
    }
}
