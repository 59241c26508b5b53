using IrcNats.Protocol;

namespace IrcNats.State;

/// <summary>
/// Names and the time at which each is due, sorted by that time: the next one is found at once, however many there are.
/// </summary>
sealed class Deadlines
{
    private readonly Dictionary<Folded, long> _times = [];
    private readonly SortedSet<(long At, string Name)> _order = new(Comparer<(long At, string Name)>.Create((a, b) =>
        a.At != b.At ? a.At.CompareTo(b.At) : string.CompareOrdinal(a.Name, b.Name)));

    /// <summary>The earliest first.</summary>
    public IEnumerable<string> Names => _order.Select(due => due.Name);

    public int Count => _times.Count;

    /// <summary>Sets when the name is due; null: never.</summary>
    public void Set(Folded name, long? at)
    {
        if (_times.Remove(name, out long before)) _order.Remove((before, name.ToString()));
        if (at is not { } time) return;
        _times[name] = time;
        _order.Add((time, name.ToString()));
    }

    public void Rename(Folded before, Folded after)
    {
        if (!_times.TryGetValue(before, out long at)) return;
        Set(before, null);
        Set(after, at);
    }
}
