using IrcNats.Ports;
using IrcNats.Root.Archiving;

namespace IrcNats.Root.Metrics;

/// <summary>
/// What this root did since its start, for the service directory. The loop writes it, everybody reads it.
/// </summary>
sealed class RootCounts
{
    private long _requests, _errors, _ticks, _logBytes;
    /// <summary>Bytes of the log when the active root looked last.</summary>
    public long LogBytes
    {
        get => Interlocked.Read(ref _logBytes);
        set => Interlocked.Exchange(ref _logBytes, value);
    }

    /// <summary>What its archiver does.</summary>
    public ArchiveCounts Archive { get; } = new();

    private volatile string _lastError = "";

    /// <summary>A request was taken, and its decision took so long.</summary>
    public void Took(TimeSpan time)
    {
        Interlocked.Increment(ref _requests);
        Interlocked.Add(ref _ticks, time.Ticks);
    }

    public void Faulted(string error)
    {
        Interlocked.Increment(ref _errors);
        _lastError = error;
    }

    public ServiceCounts Read() => new(
        Interlocked.Read(ref _requests), Interlocked.Read(ref _errors), _lastError,
        TimeSpan.FromTicks(Interlocked.Read(ref _ticks)));
}
