using IrcNats.Adapters;

namespace IrcNats.Root.Metrics;

/// <summary>What this root did since its start, for the service directory. Written by the loop, read by all.</summary>
sealed class RootCounts
{
    private long _requests, _errors;
    private volatile string _lastError = "";

    public void Took() => Interlocked.Increment(ref _requests);

    public void Faulted(string error)
    {
        Interlocked.Increment(ref _errors);
        _lastError = error;
    }

    public ServiceCounts Read() =>
        new(Interlocked.Read(ref _requests), Interlocked.Read(ref _errors), _lastError, TimeSpan.Zero);
}
