namespace IrcNats.Leaf.Transport;

/// <summary>
/// Questions to DNS whose answers are remembered for a while. Questions under way, those that wait, and remembered
/// answers are bounded. From any thread.
/// </summary>
/// <param name="ask">Asks; may take long, and does not throw. Null: there is nothing.</param>
sealed class Questions<TKey, TAnswer>(Func<TKey, Task<TAnswer?>> ask, TimeProvider time)
    where TKey : notnull
    where TAnswer : class
{
    // Questions that DNS gets at a time, those that wait for their turn, and answers that are remembered.
    private const int AtOnce = 64, Waiting = 512, Kept = 8192;

    private static readonly TimeSpan s_keep = TimeSpan.FromMinutes(10), s_keepNothing = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<TKey, Question> _known = [];
    private readonly Queue<Question> _waiting = [];
    private readonly long _began = time.GetTimestamp();
    private int _asking;

    /// <summary>The answer. May take longer than a client should wait. Null if too many wait already, too.</summary>
    public Task<TAnswer?> AskAsync(TKey key)
    {
        lock (_lock)
        {
            TimeSpan now = Now;
            if (_known.TryGetValue(key, out Question? known) && known.Until > now) return known.Answer.Task;
            if (_waiting.Count == Waiting) return Task.FromResult<TAnswer?>(null);
            if (_known.Count >= Kept) Forget(now);
            Question question = _known[key] = new Question(key) { Until = now + s_keep };
            _waiting.Enqueue(question);
            if (_asking == AtOnce) return question.Answer.Task;
            _asking++;
            _ = Task.Run(AskAllAsync);
            return question.Answer.Task;
        }
    }

    private TimeSpan Now => time.GetElapsedTime(_began);

    private async Task AskAllAsync()
    {
        while (Next() is { } question)
        {
            TAnswer? answer = await ask(question.Key);
            if (answer is null) question.Until = Now + s_keepNothing;
            question.Answer.SetResult(answer);
        }
    }

    private Question? Next()
    {
        lock (_lock)
        {
            if (_waiting.TryDequeue(out Question? next)) return next;
            _asking--;
            return null;
        }
    }

    private void Forget(TimeSpan now)
    {
        foreach (Question known in _known.Values.ToArray())
            if (known.Until <= now) _known.Remove(known.Key);
        if (_known.Count >= Kept) _known.Clear();
    }

    private sealed class Question(TKey key)
    {
        public TKey Key => key;
        public TimeSpan Until { get; set; }
        public TaskCompletionSource<TAnswer?> Answer { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
