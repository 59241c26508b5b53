using IrcNats.History;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Leaf.Core;

/// <summary>The newest message that is not in memory, and its time.</summary>
readonly record struct MemoryEdge(Mark Mark, long Time)
{
    public static MemoryEdge? Later(MemoryEdge? one, MemoryEdge? other) =>
        one is not { } a ? other : other is not { } b || a.Mark > b.Mark ? a : b;
}

/// <summary>
/// The newest messages of each history, as the log has brought them to this leaf. Bounded for each, and over all:
/// then the oldest of all goes first. It knows what it does not have, so that this is read elsewhere.
/// </summary>
sealed class RecentMessages
{
    /// <summary>Bytes that all messages may take, as far as they are counted.</summary>
    public const int WeightMax = 64 << 20;

    private readonly Dictionary<HistoryTarget, Ring> _rings = [];
    private readonly LinkedList<Slot> _order = [];
    // The histories of direct messages, by each of the two.
    private readonly Dictionary<string, HashSet<HistoryTarget>> _direct = [];
    private MemoryEdge? _edge;
    private long _weight;

    public int Count => _order.Count;

    /// <summary>Everything up to there is not here; null: the log begins behind it.</summary>
    public void BeginAgain(MemoryEdge? edge)
    {
        _rings.Clear();
        _order.Clear();
        _direct.Clear();
        (_edge, _weight) = (edge, 0);
    }

    /// <param name="previous">The history's message before this one, for a message.</param>
    /// <param name="most">Messages of this history that are kept.</param>
    public void Add(HistoryItem item, Position? previous, int most)
    {
        if (!_rings.TryGetValue(item.Target, out Ring? ring))
        {
            _rings[item.Target] = ring = new Ring();
            Index(item.Target);
        }

        Slot slot = new(item.Target, ring, item.Message, previous);
        ring.Slots.Enqueue(_order.AddLast(slot));
        ring.Newest = slot;
        _weight += slot.Weight;
        while (ring.Slots.Count > Math.Max(1, most)) ring.Edge = Drop(ring.Slots.Dequeue());
        while (_weight > WeightMax && _order.First is { Value.Ring: var oldest } first)
        {
            oldest.Slots.Dequeue();
            _edge = Drop(first);
            if (oldest.Slots.Count == 0 && _rings.Remove(first.Value.Target)) Unindex(first.Value.Target);
        }
    }

    /// <summary>Nobody is shown any more what is taken out of the histories.</summary>
    public void Erase(HistoryErasure what)
    {
        foreach (Slot slot in what.Message is var (target, _) ? SlotsOf(target).Select(n => n.Value) : _order)
            if (slot.Message is { } message && what.Takes(slot.Target, slot.Mark, message.Account)) slot.Message = null;
    }

    /// <summary>Everything behind the edge is here; null: everything is.</summary>
    public MemoryEdge? EdgeOf(HistoryTarget target) =>
        MemoryEdge.Later(_edge, _rings.GetValueOrDefault(target)?.Edge);

    /// <summary>What is here of that part, oldest first.</summary>
    public List<KeptMessage> Read(HistoryQuery query, Func<KeptMessage, bool> shows) =>
    [
        .. from node in SlotsOf(query.Target)
           let message = node.Value.Message
           where message is not null && query.IsAbove(message) && query.IsBelow(message) && shows(message)
           select message,
    ];

    /// <summary>The newest message here; null: none.</summary>
    public KeptMessage? NewestOf(HistoryTarget target, Func<KeptMessage, bool> shows) =>
        _rings.GetValueOrDefault(target)?.Newest is { Message: { } newest } && shows(newest)
            ? newest
            : SlotsOf(target).Select(n => n.Value.Message).LastOrDefault(m => m is not null && shows(m));

    /// <summary>
    /// The histories of direct messages of an account, of which something is here: as many as an archive looks at,
    /// because an account may have talked to everybody.
    /// </summary>
    public IEnumerable<HistoryTarget> DirectOf(string account) =>
        _direct.GetValueOrDefault(HistoryTarget.Fold(account))?.Take(HistoryActivityQuery.TargetsMax) ?? [];

    /// <summary>The newest message before those that are here.</summary>
    /// <param name="last">The history's newest message.</param>
    public Position? NewestBefore(HistoryTarget target, Position? last) =>
        SlotsOf(target).FirstOrDefault(n => n.Value.IsLinked) is { } oldest ? oldest.Value.Previous : last;

    private void Index(HistoryTarget target)
    {
        if (target.Accounts is not var (one, other)) return;
        foreach (string name in (string[])[one, other])
        {
            if (!_direct.TryGetValue(name, out HashSet<HistoryTarget>? of)) _direct[name] = of = [];
            of.Add(target);
        }
    }

    private void Unindex(HistoryTarget target)
    {
        if (target.Accounts is not var (one, other)) return;
        foreach (string name in (string[])[one, other])
            if (_direct.TryGetValue(name, out HashSet<HistoryTarget>? of) && of.Remove(target) && of.Count == 0)
                _direct.Remove(name);
    }

    private IEnumerable<LinkedListNode<Slot>> SlotsOf(HistoryTarget target) =>
        _rings.GetValueOrDefault(target)?.Slots.AsEnumerable() ?? [];

    private MemoryEdge Drop(LinkedListNode<Slot> node)
    {
        _order.Remove(node);
        _weight -= node.Value.Weight;
        return new MemoryEdge(node.Value.Mark, node.Value.Time);
    }

    private sealed class Ring
    {
        public Queue<LinkedListNode<Slot>> Slots { get; } = [];
        public MemoryEdge? Edge { get; set; }
        public Slot? Newest { get; set; }
    }

    private sealed class Slot(HistoryTarget target, Ring ring, KeptMessage message, Position? previous)
    {
        // What a message takes besides its text.
        private const int Overhead = 400;

        public HistoryTarget Target => target;
        public Ring Ring => ring;
        public Position? Previous => previous;
        public bool IsLinked { get; } = message.Kind == KeptKind.Message;
        public Mark Mark { get; } = message.Mark;
        public long Time { get; } = message.Time;
        public int Weight { get; } = Overhead + (2 * (message.Tags.Length
            + message.Params.Sum(p => p.Length) + (message.Parts?.Sum(p => p.Text.Length) ?? 0)));
        /// <summary>Null: it was taken out.</summary>
        public KeptMessage? Message { get; set; } = message;
    }
}
