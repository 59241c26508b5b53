namespace IrcNats.Rules;

/// <summary>How many wrong passwords there may be in a time; 0 for any number. Milliseconds.</summary>
public readonly record struct TryLimit(int Most, long Window);

/// <summary>
/// Counts wrong passwords by something that the tries have in common: an address, a name. A try is counted when it
/// begins, so that many at once count as many, and given back if it was not wrong. Bounded: the oldest tries are
/// forgotten first.
/// </summary>
public sealed class WrongTries
{
    private const int MostKept = 10_000;

    private readonly Dictionary<string, Tried> _tried = [];
    private readonly Queue<(string Key, long Began)> _order = [];

    public int Count => _tried.Count;

    /// <summary>Milliseconds until the next may be tried; 0: now.</summary>
    public long Wait(string key, TryLimit limit, long now) =>
        limit.Most > 0 && _tried.TryGetValue(key, out Tried tried) && now < tried.Until && tried.Count >= limit.Most
            ? tried.Until - now
            : 0;

    /// <summary>A try begins, or turned out to be wrong.</summary>
    public void Add(string key, TryLimit limit, long now)
    {
        if (limit.Most == 0) return;
        if (_tried.TryGetValue(key, out Tried tried) && now < tried.Until)
        {
            _tried[key] = tried with { Count = tried.Count + 1 };
            return;
        }

        _tried[key] = new Tried(1, now, now + limit.Window);
        _order.Enqueue((key, now));
        while (_order.Count > MostKept || (_order.TryPeek(out var oldest) && IsOver(oldest.Key, oldest.Began, now)))
        {
            var (first, began) = _order.Dequeue();
            if (_tried.TryGetValue(first, out Tried kept) && kept.Began == began) _tried.Remove(first);
        }
    }

    /// <summary>The try that began was not a wrong one.</summary>
    public void GiveBack(string key, long now)
    {
        if (!_tried.TryGetValue(key, out Tried tried) || now >= tried.Until) return;
        if (tried.Count > 1) _tried[key] = tried with { Count = tried.Count - 1 };
        else _tried.Remove(key);
    }

    private bool IsOver(string key, long began, long now) =>
        !_tried.TryGetValue(key, out Tried tried) || tried.Began != began || now >= tried.Until;

    private readonly record struct Tried(int Count, long Began, long Until);
}
