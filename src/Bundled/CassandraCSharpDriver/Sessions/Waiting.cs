namespace Cassandra;

/// <summary>How methods that wait wait.</summary>
internal static class Waiting
{
    /// <summary>Waits for a bounded time; -1: for ever.</summary>
    public static T For<T>(Func<Task<T>> work, int timeoutMs) =>
        Task.Run(work).WaitAsync(TimeSpan.FromMilliseconds(timeoutMs)).GetAwaiter().GetResult();
}
