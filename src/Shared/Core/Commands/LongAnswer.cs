using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Commands;

/// <summary>How an answer continues.</summary>
public enum Progress
{
    /// <summary>The next lines may be made at once.</summary>
    Ready,
    /// <summary>It has looked at much: other work comes first.</summary>
    Resting,
    /// <summary>The answer is complete.</summary>
    Done,
    /// <summary>Something is being found out for it: who finds it gives the session its turn.</summary>
    Waiting,
}

/// <summary>
/// An answer that may be too long to be made at once (LIST, WHO, NAMES): a leaf makes it as its reader takes it. It
/// keeps neither the network nor the asker, because both may be others each time.
/// </summary>
public abstract class LongAnswer
{
    /// <summary>Adds the next lines, if there are any.</summary>
    public abstract Progress Next(Network net, Caller by, ICollection<Line> to);

    /// <summary>The whole answer, however long that takes.</summary>
    public IReadOnlyList<Line> All(Network net, Caller by)
    {
        List<Line> lines = [];
        while (Next(net, by, lines) != Progress.Done) { }
        return lines;
    }
}

/// <summary>
/// Goes through part of the network in the order of keys that never change. It remembers the newest key that it has
/// shown and some that come next, so it does not matter what comes and goes meanwhile. What has gone is left out.
/// </summary>
/// <param name="atATime">How many keys are shown together.</param>
/// <param name="ahead">How many keys are looked up together: each look goes through everything.</param>
public abstract class LongAnswer<TKey>(IComparer<TKey> order, int atATime, int ahead) : LongAnswer
    where TKey : notnull
{
    private readonly Queue<TKey> _next = [];
    private TKey? _newest;
    private bool _hasBegun, _hasNewest, _hasRested = true, _mayHaveMore = true;

    /// <summary>Nothing more is to be shown.</summary>
    protected void EndHere()
    {
        _next.Clear();
        _mayHaveMore = false;
    }

    protected virtual IEnumerable<Line> Head(Network net, Caller by) => [];

    protected abstract IEnumerable<TKey> Keys(Network net);

    protected abstract IEnumerable<Line> Show(Network net, Caller by, IReadOnlyList<TKey> keys);

    protected abstract IEnumerable<Line> Tail(Network net, Caller by);

    public sealed override Progress Next(Network net, Caller by, ICollection<Line> to)
    {
        if (!_hasBegun) Add(Head(net, by), to);
        _hasBegun = true;
        if (_next.Count == 0 && _mayHaveMore)
        {
            if (!_hasRested)
            {
                _hasRested = true;
                return Progress.Resting;
            }

            Look(net);
            return Progress.Ready;
        }

        if (_next.Count == 0)
        {
            Add(Tail(net, by), to);
            return Progress.Done;
        }

        List<TKey> keys = [];
        while (keys.Count < atATime && _next.TryDequeue(out TKey? key)) keys.Add(key);
        Add(Show(net, by, keys), to);
        return Progress.Ready;
    }

    private static void Add(IEnumerable<Line> lines, ICollection<Line> to)
    {
        foreach (Line line in lines) to.Add(line);
    }

    // The first keys that come after the newest.
    private void Look(Network net)
    {
        PriorityQueue<TKey, TKey> first = new(Comparer<TKey>.Create((a, b) => order.Compare(b, a)));
        foreach (TKey key in Keys(net))
        {
            if (_hasNewest && order.Compare(key, _newest!) <= 0) continue;
            if (first.Count < ahead) first.Enqueue(key, key);
            else if (order.Compare(key, first.Peek()) < 0) first.EnqueueDequeue(key, key);
        }

        _mayHaveMore = first.Count == ahead;
        TKey[] found = new TKey[first.Count];
        while (first.Count > 0) found[first.Count - 1] = first.Dequeue();
        foreach (TKey key in found) _next.Enqueue(key);
        if (found.Length == 0) return;
        (_newest, _hasNewest, _hasRested) = (found[^1], true, false);
    }
}
