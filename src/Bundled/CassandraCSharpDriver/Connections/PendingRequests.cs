using Cassandra.Protocol;

namespace Cassandra.Connections;

/// <summary>
/// The requests of one connection that wait for their answers, by number. A number whose request was given up is not
/// used again before its late answer has come.
/// </summary>
internal sealed class PendingRequests(int limit)
{
    private readonly Lock _lock = new();
    private readonly Entry?[] _entries = new Entry?[limit];
    private readonly Stack<short> _free = new(Enumerable.Range(0, limit).Reverse().Select(n => (short)n));
    private int _givenUp;
    private Exception? _ended;

    public int Count
    {
        get
        {
            lock (_lock) return limit - _free.Count;
        }
    }

    /// <summary>Numbers that are lost until a late answer comes.</summary>
    public int GivenUp => Volatile.Read(ref _givenUp);

    /// <summary>The answer to a new request, and its number; nothing when all numbers are in use.</summary>
    public (short Stream, Task<Envelope> Answer)? TryAdd(long deadline, int timeoutMs)
    {
        lock (_lock)
        {
            if (_ended is not null) throw _ended;
            if (!_free.TryPop(out short stream)) return null;
            Entry entry = new(deadline, timeoutMs);
            _entries[stream] = entry;
            return (stream, entry.Answer.Task);
        }
    }

    /// <summary>Forgets a request that was not sent.</summary>
    public void Withdraw(short stream)
    {
        lock (_lock)
        {
            if (_entries[stream] is null) return;
            _entries[stream] = null;
            _free.Push(stream);
        }
    }

    /// <summary>Hands an answer to its request.</summary>
    public void Answer(Envelope envelope)
    {
        Entry? entry;
        lock (_lock)
        {
            entry = envelope.Stream >= 0 && envelope.Stream < limit ? _entries[envelope.Stream] : null;
            if (entry is null)
            {
                throw new MalformedFrameException(
                    $"The server answered request {envelope.Stream}, which nobody asked.");
            }

            _entries[envelope.Stream] = null;
            _free.Push(envelope.Stream);
            if (entry.IsGivenUp) _givenUp--;
        }

        entry.Answer.TrySetResult(envelope);
    }

    /// <summary>Gives up what has waited too long.</summary>
    public void Expire(long now, Func<int, Exception> makeError)
    {
        List<Entry> expired = [];
        lock (_lock)
        {
            foreach (Entry? entry in _entries)
            {
                if (entry is null || entry.IsGivenUp || entry.Deadline > now) continue;
                entry.IsGivenUp = true;
                _givenUp++;
                expired.Add(entry);
            }
        }

        foreach (Entry entry in expired) entry.Answer.TrySetException(makeError(entry.TimeoutMs));
    }

    /// <summary>Tells everybody who waits, and everybody who comes, why there will be no answer.</summary>
    public void End(Exception reason)
    {
        List<Entry> waiting = [];
        lock (_lock)
        {
            if (_ended is not null) return;
            _ended = reason;
            waiting.AddRange(_entries.OfType<Entry>());
            Array.Clear(_entries);
        }

        foreach (Entry entry in waiting) entry.Answer.TrySetException(reason);
    }

    private sealed class Entry(long deadline, int timeoutMs)
    {
        // Whoever waits goes on elsewhere: the loop that reads the socket is not kept.
        public TaskCompletionSource<Envelope> Answer { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);

        public long Deadline => deadline;

        public int TimeoutMs => timeoutMs;

        public bool IsGivenUp { get; set; }
    }
}
