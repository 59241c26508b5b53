namespace IrcNats.Leaf.Transport;

/// <summary>Passes alarms on, at most one a minute of each source. From any thread.</summary>
/// <param name="alarm">Told which source fails, and how.</param>
sealed class PacedAlarms(TimeProvider time, Action<string, string> alarm)
{
    private static readonly TimeSpan s_every = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    // As many as the configuration has named since the process began.
    private readonly Dictionary<string, long> _told = [];

    public void Tell(string source, string why)
    {
        lock (_lock)
        {
            long now = time.GetTimestamp();
            if (_told.TryGetValue(source, out long at) && time.GetElapsedTime(at, now) < s_every) return;
            _told[source] = now;
        }

        alarm(source, why);
    }
}
