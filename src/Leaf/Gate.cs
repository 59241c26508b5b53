namespace IrcNats.Leaf;

/// <summary>One side closes and opens it, the other waits for it; it costs nothing while it is open.</summary>
sealed class Gate
{
    private TaskCompletionSource? _closed;

    /// <summary>Completes when the gate is open.</summary>
    public Task Opened => Volatile.Read(ref _closed)?.Task ?? Task.CompletedTask;

    public void Close() =>
        Interlocked.CompareExchange(ref _closed, new(TaskCreationOptions.RunContinuationsAsynchronously), null);

    public void Open() => Interlocked.Exchange(ref _closed, null)?.SetResult();
}
