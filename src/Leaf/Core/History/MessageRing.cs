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
    // What a history takes besides its messages, and a message besides its bytes.
    private const int Base = 1000, Overhead = 100;

    private readonly Window<Slot> _slots = new();
    private readonly Window<byte> _bytes = new();
    // JOIN, PRIVMSG and so on, as often as they differ: what is not shown need not be decoded to know it.
    private readonly List<string> _commands = [];

    public HistoryTarget Target => target;

    public int Count => _slots.Count;

    /// <summary>Bytes that it takes, as far as they are counted.</summary>
    public int Weight => Base + _bytes.Count + (Overhead * _slots.Count);

    /// <summary>The newest message that is not here any more; null: none was dropped.</summary>
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
            Kind = message.Kind, Command = NumberOf(message.Command), Start = _bytes.Dropped + _bytes.Count,
            Length = bytes.Length,
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

    /// <summary>What is here of that part, oldest first: one message more than the query's limit at most.</summary>
    public List<KeptMessage> Read(HistoryQuery query, Func<KeptKind, string, bool> shows)
    {
        List<KeptMessage> found = [];
        int count = _slots.Count;
        for (int i = 0; i < count && found.Count <= query.Limit; i++)
        {
            Slot slot = _slots.Items[query.TakesNewest ? count - 1 - i : i];
            if (query.IsAbove(slot.Mark, slot.Time) && query.IsBelow(slot.Mark, slot.Time) && IsShown(slot, shows))
                found.Add(Decode(slot));
        }

        if (query.TakesNewest) found.Reverse();
        return found;
    }

    /// <summary>The newest message; null: none is shown.</summary>
    public KeptMessage? Newest(Func<KeptKind, string, bool> shows)
    {
        for (int i = _slots.Count - 1; i >= 0; i--)
            if (IsShown(_slots.Items[i], shows)) return Decode(_slots.Items[i]);
        return null;
    }

    /// <summary>The newest message before those that are here.</summary>
    /// <param name="last">The history's newest message.</param>
    public Position? NewestBefore(Position? last)
    {
        foreach (ref readonly Slot slot in _slots.Items)
            if (slot.Kind == KeptKind.Message) return slot.Previous;
        return last;
    }

    private bool IsShown(in Slot slot, Func<KeptKind, string, bool> shows) =>
        !slot.IsErased && shows(slot.Kind, _commands[slot.Command]);

    private int NumberOf(string command)
    {
        int known = _commands.IndexOf(command);
        if (known >= 0) return known;
        _commands.Add(command);
        return _commands.Count - 1;
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
        public KeptKind Kind;
        /// <summary>Its number among the commands of the history.</summary>
        public int Command;
        public bool IsErased;
    }
}
