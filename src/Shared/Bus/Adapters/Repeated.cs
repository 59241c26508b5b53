namespace IrcNats.Adapters;

/// <summary>
/// Asks a question again while the first may still be answered: the answer comes as soon as anybody can give it.
/// </summary>
static class Repeated
{
    /// <summary>The first answer, or the first error. Each question ends by its own time limit.</summary>
    /// <param name="pause">The pause before the second question; it doubles each time, so that nobody is
    /// flooded.</param>
    public static async Task<T> AskAsync<T>(
        Func<CancellationToken, Task<T>> ask, TimeSpan pause, TimeProvider time, CancellationToken stop)
    {
        using CancellationTokenSource enough = CancellationTokenSource.CreateLinkedTokenSource(stop);
        List<Task> asked = [];
        try
        {
            for (; ; pause *= 2)
            {
                asked.Add(ask(enough.Token));
                Task first = await Task.WhenAny([.. asked, Task.Delay(pause, time, enough.Token)]);
                if (first is Task<T> answered) return await answered;
            }
        }
        finally
        {
            await enough.CancelAsync();
        }
    }
}
