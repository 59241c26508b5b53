using System.Buffers;
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
    /// <summary>
    /// Bytes that all messages may take, as far as they are counted. The arrays that they are in may be four times as
    /// large, if most of what was in them is gone.
    /// </summary>
    public const int WeightMax = 32 << 20;

    private readonly Dictionary<HistoryTarget, MessageRing> _rings = [];
    // Each ring once, by its oldest message at some time: it may be a later one now, never an earlier one.
    private readonly PriorityQueue<MessageRing, Mark> _oldest = new();
    // The histories of direct messages, by each of the two.
    private readonly Dictionary<string, HashSet<HistoryTarget>> _direct = [];
    private readonly ArrayBufferWriter<byte> _encoded = new();
    private MemoryEdge? _edge;
    // The newest message that was dropped before the archive had it, or may have been said before memory began.
    private Mark? _lost;
    private long _weight;

    public int Count => _rings.Values.Sum(r => r.Count);

    /// <summary>Everything up to there is not here; null: the log begins behind it.</summary>
    /// <param name="isArchived">Whether there is an archive that will have it, if it does not have it yet.</param>
    public void BeginAgain(MemoryEdge? edge, bool isArchived = false)
    {
        _rings.Clear();
        _oldest.Clear();
        _direct.Clear();
        (_edge, _lost, _weight) = (edge, isArchived ? edge?.Mark : null, 0);
    }

    /// <param name="previous">The history's message before this one, for a message.</param>
    /// <param name="most">Messages of this history that are kept.</param>
    /// <param name="spared">Those behind that place are kept, too, however many: the archive does not have them yet,
    /// and not all can be read from the log. Null: there are none.</param>
    public void Add(HistoryItem item, Position? previous, int most, Mark? spared)
    {
        _encoded.ResetWrittenCount();
        Codec.Encode(item.Message, _encoded);
        MessageRing ring = RingOf(item);
        _weight -= ring.Weight;
        ring.Add(item.Message, previous, _encoded.WrittenSpan);
        while (ring.Count > Math.Max(1, most) && !(ring.First > spared)) ring.DropOldest();
        _weight += ring.Weight;
        while (_weight > WeightMax) DropOldest(spared);
    }

    /// <summary>Nobody is shown any more what is taken out of the histories.</summary>
    public void Erase(HistoryErasure what)
    {
        if (what.Message is var (target, _)) _rings.GetValueOrDefault(target)?.Erase(what);
        else foreach (MessageRing ring in _rings.Values) ring.Erase(what);
    }

    /// <summary>Everything behind the edge is here; null: everything is.</summary>
    public MemoryEdge? EdgeOf(HistoryTarget target) =>
        MemoryEdge.Later(_edge, _rings.GetValueOrDefault(target)?.Edge);

    /// <summary>
    /// Whether something of a history may be nowhere: it is not here any more, and the archive does not have it yet.
    /// Only direct messages: those of a channel are read from the log.
    /// </summary>
    public bool MayLack(HistoryTarget target, Mark? archivedUpTo) =>
        target.Accounts is not null && MayLackDirect(archivedUpTo);

    /// <summary>The same of direct messages of anybody.</summary>
    public bool MayLackDirect(Mark? archivedUpTo) => _lost is { } lost && !(archivedUpTo >= lost);

    /// <summary>What is here of that part, oldest first: one message more than the query's limit at most.</summary>
    public List<KeptMessage> Read(HistoryQuery query, Func<KeptKind, string, bool> shows) =>
        _rings.GetValueOrDefault(query.Target)?.Read(query, shows) ?? [];

    /// <summary>The newest message here; null: none.</summary>
    public KeptMessage? NewestOf(HistoryTarget target, Func<KeptKind, string, bool> shows) =>
        _rings.GetValueOrDefault(target)?.Newest(shows);

    /// <summary>
    /// The histories of direct messages of an account, of which something is here: as many as an archive looks at,
    /// because an account may have talked to everybody.
    /// </summary>
    public IEnumerable<HistoryTarget> DirectOf(string account) =>
        _direct.GetValueOrDefault(HistoryTarget.Fold(account))?.Take(HistoryActivityQuery.TargetsMax) ?? [];

    /// <summary>The newest message before those that are here.</summary>
    /// <param name="last">The history's newest message.</param>
    public Position? NewestBefore(HistoryTarget target, Position? last) =>
        _rings.GetValueOrDefault(target) is { } ring ? ring.NewestBefore(last) : last;

    private MessageRing RingOf(HistoryItem item)
    {
        if (_rings.TryGetValue(item.Target, out MessageRing? ring)) return ring;
        _rings[item.Target] = ring = new MessageRing(item.Target);
        _weight += ring.Weight;
        _oldest.Enqueue(ring, item.Message.Mark);
        Index(item.Target);
        return ring;
    }

    // A ring whose oldest message is a later one by now goes back to its place.
    private void DropOldest(Mark? spared)
    {
        _oldest.TryDequeue(out MessageRing? ring, out Mark oldest);
        _weight -= ring!.Weight;
        if (ring.First == oldest)
        {
            if (oldest > spared) _lost = oldest;
            ring.DropOldest();
            _edge = ring.Edge;
        }

        if (ring.Count > 0)
        {
            _weight += ring.Weight;
            _oldest.Enqueue(ring, ring.First);
        }
        else
        {
            _rings.Remove(ring.Target);
            Unindex(ring.Target);
        }
    }

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
}
