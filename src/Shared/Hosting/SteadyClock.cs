namespace IrcNats.Hosting;

/// <summary>
/// Milliseconds for durations: the Unix time at its beginning, and the time that has passed since by the monotonic
/// clock. Setting the machine's clock does not move it.
/// </summary>
public sealed class SteadyClock(TimeProvider time)
{
    private readonly long _began = time.GetUtcNow().ToUnixTimeMilliseconds(), _since = time.GetTimestamp();

    public long Now => _began + (long)time.GetElapsedTime(_since).TotalMilliseconds;

    /// <summary>What the machine's clock says, Unix milliseconds.</summary>
    public long Wall => time.GetUtcNow().ToUnixTimeMilliseconds();
}
