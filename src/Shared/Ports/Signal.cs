namespace IrcNats.Ports;

/// <summary>
/// Wakes whoever waits for a condition. A waiter takes <see cref="Next"/> first, then looks at its condition, and only
/// then awaits: no change comes in between unnoticed. For any thread.
/// </summary>
sealed class Signal
{
    private TaskCompletionSource? _next;

    /// <summary>Completes when the signal rings next.</summary>
    public Task Next
    {
        get
        {
            if (Volatile.Read(ref _next) is { } waited) return waited.Task;
            TaskCompletionSource made = new(TaskCreationOptions.RunContinuationsAsynchronously);
            return (Interlocked.CompareExchange(ref _next, made, null) ?? made).Task;
        }
    }

    /// <summary>Something has changed. Costs next to nothing when nobody waits.</summary>
    public void Ring() => Interlocked.Exchange(ref _next, null)?.TrySetResult();
}
