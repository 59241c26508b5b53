namespace IrcNats.Adapters;

/// <summary>
/// A question that is put again while the first may still be answered: who could not answer is heard as soon as it can.
/// </summary>
static class Repeated
{
    /// <summary>The first answer or the first error; a question ends by its own time limit.</summary>
    /// <param name="pause">Before the second question; then twice as long, and so on: nobody is flooded.</param>
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
