using IrcNats.History;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Leaf.Core;

/// <summary>
/// The newest messages of one history, encoded. A leaf keeps some hundred thousand messages. As objects, each would be
/// copied by the garbage collector several times before it is old, while everybody on the leaf waits; bytes are not.
/// </summary>
sealed class MessageRing(HistoryTarget target)
{
    // What a message takes besides its bytes.
    private const int Overhead = 100;

    private readonly Window<Slot> _slots = new();
    private readonly Window<byte> _bytes = new();

    public HistoryTarget Target => target;

    public int Count => _slots.Count;

    /// <summary>Bytes that it takes, as far as they are counted.</summary>
    public int Weight => _bytes.Count + (Overhead * _slots.Count);

    /// <summary>The newest message that is not here any more; null: none was dropped for want of room.</summary>
    public MemoryEdge? Edge { get; private set; }

    /// <summary>The oldest message.</summary>
    public Mark First => _slots.Items[0].Mark;

    /// <param name="previous">The history's message before this one, for a message.</param>
    /// <param name="bytes">The message, encoded.</param>
    public void Add(KeptMessage message, Position? previous, ReadOnlySpan<byte> bytes)
    {
        Slot slot = new()
        {
            Mark = message.Mark, Time = message.Time, Previous = previous, Account = HashOf(message.Account),
            IsLinked = message.Kind == KeptKind.Message, Start = _bytes.Dropped + _bytes.Count, Length = bytes.Length,
        };
        _slots.Append([slot]);
        _bytes.Append(bytes);
    }

    public void DropOldest()
    {
        Slot slot = _slots.Items[0];
        Edge = new MemoryEdge(slot.Mark, slot.Time);
        _slots.DropFirst(1);
        _bytes.DropFirst(slot.Length);
    }

    /// <summary>Nobody is shown any more what is taken out of the history, and its bytes are gone.</summary>
    public void Erase(HistoryErasure what)
    {
        int account = HashOf(what.Account);
        foreach (ref Slot slot in _slots.Items)
        {
            bool mayBe = what.Message is var (_, mark) ? mark == slot.Mark : account == slot.Account;
            if (slot.IsErased || !mayBe || !what.Takes(target, slot.Mark, Decode(slot).Account)) continue;
            BytesOf(slot).Clear();
            slot.IsErased = true;
        }
    }

    /// <summary>What is here of that part, oldest first; not much more than the limit of the query.</summary>
    public List<KeptMessage> Read(HistoryQuery query, Func<KeptMessage, bool> shows)
    {
        List<KeptMessage> found = [];
        int count = _slots.Count;
        for (int i = 0; i < count && found.Count <= query.Limit; i++)
        {
            Slot slot = _slots.Items[query.TakesNewest ? count - 1 - i : i];
            if (slot.IsErased || !query.IsAbove(slot.Mark, slot.Time) || !query.IsBelow(slot.Mark, slot.Time)) continue;
            KeptMessage message = Decode(slot);
            if (shows(message)) found.Add(message);
        }

        if (query.TakesNewest) found.Reverse();
        return found;
    }

    /// <summary>The newest message; null: none is shown.</summary>
    public KeptMessage? Newest(Func<KeptMessage, bool> shows)
    {
        for (int i = _slots.Count - 1; i >= 0; i--)
            if (_slots.Items[i] is { IsErased: false } slot && Decode(slot) is var message && shows(message))
                return message;
        return null;
    }

    /// <summary>The newest message before those that are here.</summary>
    /// <param name="last">The history's newest message.</param>
    public Position? NewestBefore(Position? last)
    {
        foreach (ref readonly Slot slot in _slots.Items)
            if (slot.IsLinked) return slot.Previous;
        return last;
    }

    private Span<byte> BytesOf(in Slot slot) =>
        _bytes.Items.Slice((int)(slot.Start - _bytes.Dropped), slot.Length);

    private KeptMessage Decode(in Slot slot) => Codec.DecodeKept(BytesOf(slot).ToArray());

    private static int HashOf(string? account) => account?.GetHashCode(StringComparison.Ordinal) ?? 0;

    private struct Slot
    {
        public Mark Mark;
        public long Time;
        public Position? Previous;
        /// <summary>Where its bytes begin, counted from the first that ever came.</summary>
        public long Start;
        public int Length;
        /// <summary>Hash of its author's account.</summary>
        public int Account;
        /// <summary>It names the message before it.</summary>
        public bool IsLinked;
        public bool IsErased;
    }
}
