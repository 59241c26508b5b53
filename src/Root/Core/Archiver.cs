using IrcNats.Events;
using IrcNats.History;
using IrcNats.Replication;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Root.Core;

/// <summary>What an archiver is to do next, up to which event.</summary>
/// <param name="Items">To append; empty: there is something to erase.</param>
public sealed record ArchiveWork(IReadOnlyList<HistoryItem> Items, HistoryErasure? Erasure);

/// <summary>The network as of an entry up to which everything is archived: an archiver can begin again there.</summary>
/// <param name="Time">The network's then.</param>
public sealed record ArchiverPlace(ulong Seq, byte[] Bytes, long Time);

/// <summary>
/// An archiver without the archive and the log: entries come in, in order, and what is to be written comes out, in
/// order. It follows the log with a network of its own. Whoever feeds it keeps to <see cref="HasRoom"/>, so an archive
/// that is away costs no memory.
/// </summary>
/// <param name="placed">The network is a place that was stored; else one is made soon.</param>
public sealed class Archiver(Network network, bool placed = false)
{
    /// <summary>Entries from one place to the next.</summary>
    public const int PlaceEvery = 10_000;

    /// <summary>Messages and erasures that wait; an entry more is still taken in whole.</summary>
    public const int MostWaiting = 8192;

    private readonly Queue<(Mark At, long Time, HistoryItem? Item, HistoryErasure? Erasure)> _waiting = [];
    // Made as soon as it may be, because the network goes on; to be stored when all before it is done.
    private ArchiverPlace? _place;
    // The last event all of which is done, up to where nothing waits, and the last event that counted; and the last
    // entry with more than what goes on without anybody's doing.
    private Mark? _done, _moved;
    private Mark _reached = new(network.Epoch, network.At), _newest = new(network.Epoch, network.At);
    private ulong? _placed = placed ? network.Seq : null;

    public Network Network => network;

    /// <summary>Another entry may come.</summary>
    public bool HasRoom => _waiting.Count < MostWaiting;

    /// <summary>How often places are made.</summary>
    public int EntriesBetween { get; init; } = PlaceEvery;

    /// <summary>Events that fit nowhere, as was found out: everybody passes over them.</summary>
    public IReadOnlySet<Position> PassedOver { get; init; } = new HashSet<Position>();

    /// <summary>Messages and erasures that wait.</summary>
    public int Waiting => _waiting.Count;

    /// <summary>
    /// The watermark to be logged: everything up to there is done, and something of it the log does not know of yet.
    /// Null: the log knows all.
    /// </summary>
    public Mark? Due => _done is { } done && !(network.ArchivedUpTo >= done) ? _reached : null;

    /// <summary>The network's time when the first of what waits was said; null: nothing waits.</summary>
    public long? WaitsSince => _waiting.TryPeek(out var first) ? first.Time : null;

    /// <summary>The log's next entry.</summary>
    /// <exception cref="UnfitEventException">The network must be made anew, and with it the archiver.</exception>
    public void Entry(ulong seq, Entry entry)
    {
        bool counts = Replay.Counts(network, entry);
        Replay.Apply(network, seq, entry, new Watch(this), PassedOver);
        // An entry that does not count is of some other epoch: no place that anybody could look up.
        if (!counts) return;
        _newest = new Mark(network.Epoch, network.At);
        if (entry.Outcomes.Any(o => o.Events.Any(e => e is not (HistoryArchived or DigestMarked)))) _moved = _newest;
        Advance();
        if (_place is not null || (_placed is { } before && seq < before + (ulong)EntriesBetween)) return;
        (_place, _placed) = (new ArchiverPlace(seq, Codec.Encode(network.Save()), network.Time), seq);
    }

    /// <summary>The log's next entry cannot be read.</summary>
    public void Skipped(ulong seq) => network.Skip(seq);

    /// <summary>A place to be stored now, once; null: there is none.</summary>
    public ArchiverPlace? TakePlace()
    {
        if (_place is null || (_waiting.TryPeek(out var first) && first.At.At.Seq <= _place.Seq)) return null;
        (ArchiverPlace place, _place) = (_place, null);
        return place;
    }

    /// <summary>What is to be done first; null: nothing. The same until it is <see cref="Done"/>.</summary>
    public ArchiveWork? Next()
    {
        if (!_waiting.TryPeek(out var first)) return null;
        if (first.Erasure is not null) return new ArchiveWork([], first.Erasure);
        return new ArchiveWork(
            [.. _waiting.Take(HistoryQuery.LimitMax).TakeWhile(w => w.Item is not null).Select(w => w.Item!.Value)],
            null);
    }

    /// <summary>That is done: the archive has it.</summary>
    public void Done(ArchiveWork work)
    {
        for (int left = Math.Max(1, work.Items.Count); left > 0; left--)
        {
            Mark at = _waiting.Dequeue().At;
            // An event may have messages in several histories: it is done with the last one.
            if (!_waiting.TryPeek(out var next) || at < next.At) (_done, _reached) = (at, at);
        }

        Advance();
    }

    // Where nothing is to be archived the watermark follows the network all the same: a leaf that began with a snapshot
    // lacks nothing once the watermark is behind that.
    private void Advance()
    {
        if (_waiting.Count > 0) return;
        _reached = _newest;
        if (_moved > _done || _done is null) _done = _moved;
    }

    private sealed class Watch(Archiver archiver) : IReplayWatch
    {
        public void Begin(Outcome outcome) { }

        public void Before(in Stamp stamp, Event happened)
        {
            foreach (HistoryItem item in Recorder.Kept(archiver.Network, stamp, happened, archives: true))
                archiver._waiting.Enqueue((stamp.Mark, stamp.Time, item, null));
            if (HistoryErasure.In(archiver.Network, happened) is { } erasure)
                archiver._waiting.Enqueue((stamp.Mark, stamp.Time, null, erasure));
        }

        public void After(in Stamp stamp, Event happened) { }

        public void End(Outcome outcome) { }
    }
}
