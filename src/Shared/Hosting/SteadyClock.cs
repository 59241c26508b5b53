namespace IrcNats.Hosting;

/// <summary>
/// Milliseconds for durations: the Unix time when it began, and what has passed since by the monotonic clock. Whoever
/// sets the machine's clock does not move it.
/// </summary>
public sealed class SteadyClock(TimeProvider time)
{
    private readonly long _began = time.GetUtcNow().ToUnixTimeMilliseconds(), _since = time.GetTimestamp();

    public long Now => _began + (long)time.GetElapsedTime(_since).TotalMilliseconds;

    /// <summary>What the machine's clock says, Unix milliseconds.</summary>
    public long Wall => time.GetUtcNow().ToUnixTimeMilliseconds();
}
