using System.Net;
using System.Net.Sockets;

namespace IrcNats.Leaf.Transport;

/// <summary>The name of an address and the addresses that the name has, as DNS says.</summary>
sealed record HostEntry(string Name, IReadOnlyList<IPAddress> Addresses);

/// <summary>
/// Names of addresses, remembered for a while. Bounded in threads, in those who wait, and in what is remembered.
/// </summary>
/// <param name="ask">Asks DNS; may block, may take its time. Null: the address has no name.</param>
sealed class HostNames(Func<IPAddress, HostEntry?> ask, TimeProvider time)
{
    // Threads that wait for DNS at a time, addresses that wait for one, and answers that are remembered.
    private const int AtOnce = 8, Waiting = 512, Kept = 8192;

    private static readonly TimeSpan s_keep = TimeSpan.FromMinutes(10), s_keepNothing = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<IPAddress, Question> _known = [];
    private readonly Queue<Question> _waiting = [];
    private int _threads;

    /// <summary>What this machine's resolver says.</summary>
    public static HostEntry? OfSystem(IPAddress address)
    {
        try
        {
            IPHostEntry entry = Dns.GetHostEntry(address);
            return new HostEntry(entry.HostName, entry.AddressList);
        }
        catch (SocketException)
        {
            return null;
        }
    }

    /// <summary>The name of an address. May take longer than anyone should wait.</summary>
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
            DateTimeOffset now = time.GetUtcNow();
            if (_known.TryGetValue(address, out Question? known) && known.Until > now) return known;
            if (_waiting.Count == Waiting) return null;
            if (_known.Count >= Kept) Forget(now);
            Question question = _known[address] = new Question(address) { Until = now + s_keep };
            _waiting.Enqueue(question);
            if (_threads == AtOnce) return question;
            _threads++;
            // Not one of the pool's: a DNS that is silent must not keep those that serve clients.
            new Thread(AskAll) { IsBackground = true, Name = "DNS" }.Start();
            return question;
        }
    }

    private void AskAll()
    {
        while (Next() is { } question)
        {
            HostEntry? entry = Ask(question.Address);
            if (entry is null) question.Until = time.GetUtcNow() + s_keepNothing;
            question.Answer.SetResult(entry);
        }
    }

    private HostEntry? Ask(IPAddress address)
    {
        try
        {
            return ask(address);
        }
        catch (ArgumentException)
        {
            // An address of no machine, such as 0.0.0.0.
            return null;
        }
    }

    private Question? Next()
    {
        lock (_lock)
        {
            if (_waiting.TryDequeue(out Question? next)) return next;
            _threads--;
            return null;
        }
    }

    private void Forget(DateTimeOffset now)
    {
        foreach (Question known in _known.Values.ToArray())
            if (known.Until <= now) _known.Remove(known.Address);
        if (_known.Count >= Kept) _known.Clear();
    }

    private sealed class Question(IPAddress address)
    {
        public IPAddress Address => address;
        public DateTimeOffset Until { get; set; }
        public TaskCompletionSource<HostEntry?> Answer { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
