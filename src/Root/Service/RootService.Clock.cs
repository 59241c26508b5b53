namespace IrcNats.Root.Service;

// Which time it is: docs/architecture.md, "The network's time".
public sealed partial class RootService
{
    // Clocks that are kept right do not differ so much; and how often it is said.
    private static readonly TimeSpan s_offByMuch = TimeSpan.FromSeconds(30), s_sayOff = TimeSpan.FromMinutes(10);

    private readonly RootTime _time = new(time);
    private long? _saidOff;

    private long Now() => _time.Now;

    // What one root stamps is good for another, whatever its own clock says.
    private long NetworkTime() => (_writer is null ? _standby.NetworkTime : null) ?? Now();

    private void LookAtClock()
    {
        TimeSpan ahead = _time.Ahead;
        if (ahead.Duration() < s_offByMuch) return;
        if (_saidOff is { } said && time.GetElapsedTime(said) < s_sayOff) return;
        _saidOff = time.GetTimestamp();
        RootLog.ClockIsOff(_log, ahead.Duration().TotalSeconds, ahead > TimeSpan.Zero ? "ahead of" : "behind");
    }
}
