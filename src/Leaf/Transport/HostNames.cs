using System.Net;

namespace IrcNats.Leaf.Transport;

/// <summary>A name of an address, and the addresses that the name has, as DNS says.</summary>
sealed record HostEntry(string Name, IReadOnlyList<IPAddress> Addresses);

/// <summary>
/// Names of addresses, remembered for a while. Questions, waiting addresses, and remembered answers are bounded.
/// </summary>
/// <param name="ask">Asks DNS; may take long, and does not throw. Null: the address has no name.</param>
sealed class HostNames(Func<IPAddress, Task<HostEntry?>> ask, TimeProvider time)
{
    // Questions that DNS gets at a time, addresses that wait for their turn, and answers that are remembered.
    private const int AtOnce = 64, Waiting = 512, Kept = 8192;

    private static readonly TimeSpan s_keep = TimeSpan.FromMinutes(10), s_keepNothing = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<IPAddress, Question> _known = [];
    private readonly Queue<Question> _waiting = [];
    private readonly long _began = time.GetTimestamp();
    private int _asking;

    /// <summary>The name of an address. May take longer than a client should wait.</summary>
    /// <param name="confirm">A name counts only if it has the address, too.</param>
    public async Task<string?> FindAsync(IPAddress address, bool confirm)
    {
        if (QuestionAbout(address) is not { } question) return null;
        HostEntry? entry = await question.Answer.Task;
        return entry is null || (confirm && !entry.Addresses.Contains(address)) ? null : entry.Name;
    }

    // Null: too many wait already.
    private Question? QuestionAbout(IPAddress address)
    {
        lock (_lock)
        {
            TimeSpan now = Now;
            if (_known.TryGetValue(address, out Question? known) && known.Until > now) return known;
            if (_waiting.Count == Waiting) return null;
            if (_known.Count >= Kept) Forget(now);
            Question question = _known[address] = new Question(address) { Until = now + s_keep };
            _waiting.Enqueue(question);
            if (_asking == AtOnce) return question;
            _asking++;
            _ = Task.Run(AskAllAsync);
            return question;
        }
    }

    private TimeSpan Now => time.GetElapsedTime(_began);

    private async Task AskAllAsync()
    {
        while (Next() is { } question)
        {
            HostEntry? entry = await ask(question.Address);
            if (entry is null) question.Until = Now + s_keepNothing;
            question.Answer.SetResult(entry);
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
            if (known.Until <= now) _known.Remove(known.Address);
        if (_known.Count >= Kept) _known.Clear();
    }

    private sealed class Question(IPAddress address)
    {
        public IPAddress Address => address;
        public TimeSpan Until { get; set; }
        public TaskCompletionSource<HostEntry?> Answer { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
