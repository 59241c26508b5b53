using IrcNats.Wire;

namespace IrcNats.Simulation.Tests;

/// <summary>
/// Appends an active root's entries as the real appender does: many under way, each fenced; when something is wrong it
/// looks at the stream, sends again what is missing, and ends a root that is none any more.
/// </summary>
sealed class SimAppender
{
    private const int AckTimeout = 2000, LookTimeout = 1000;

    private sealed record Flight(ulong Seq, byte[] Bytes)
    {
        public long SentAt { get; set; }
    }

    private readonly SimCluster _cluster;
    private readonly SimRoot _root;
    private readonly SimConnection _log;
    private readonly Queue<Flight> _flights = [];
    private int _generation, _looks;
    private bool _trouble, _looking, _asking;

    public SimAppender(SimCluster cluster, SimRoot root, SimConnection log, ulong committed)
    {
        (_cluster, _root, _log, Committed) = (cluster, root, log, committed);
        log.Changed += open => root.Post(() => _trouble |= open);
        root.Every(20, Watch);
    }

    /// <summary>The last sequence known to be stored.</summary>
    public ulong Committed { get; private set; }

    /// <summary>When the log was certainly still this root's.</summary>
    public long OwnedAt { get; private set; }

    /// <summary>Asks the stream whether it ends where this root thinks.</summary>
    public void Confirm()
    {
        if (_asking) return;
        _asking = true;
        (long asked, ulong committed) = (_cluster.Time.Now, Committed);
        _log.Up(() =>
        {
            ulong last = _cluster.Stream.Last;
            _log.Down(() => _root.Post(() => Confirmed(asked, committed, last)));
        });
        _root.After(LookTimeout, () => _asking = false);
    }

    // Entries under way that the log has already: they are ours if they are acknowledged.
    private void Confirmed(long asked, ulong committed, ulong last)
    {
        if (!_trouble && last > Committed && _flights.Any(f => f.Seq == last))
        {
            _root.After(1, () => Confirmed(asked, committed, last));
            return;
        }

        _asking = false;
        if (last < committed || last > Committed) _trouble = true;
        else OwnedAt = Math.Max(OwnedAt, asked);
        _root.Look();
    }

    public void Append(ulong seq, byte[] bytes)
    {
        Flight flight = new(seq, bytes) { SentAt = _cluster.Time.Now };
        _flights.Enqueue(flight);
        if (!_trouble) Publish(flight);
    }

    private void Publish(Flight flight)
    {
        flight.SentAt = _cluster.Time.Now;
        int generation = _generation;
        _log.Up(() => _cluster.Stream.Append(flight.Seq, flight.Bytes, stored =>
            _log.Down(() => _root.Post(() => Acknowledged(flight.Seq, stored, generation)))));
    }

    private void Acknowledged(ulong seq, bool stored, int generation)
    {
        if (stored) Stored(seq, generation == _generation);
        else if (generation == _generation) _trouble = true;
    }

    // Acknowledgements come in order: where one is left out, another's entry may be in the place of ours.
    private void Stored(ulong seq, bool isCurrent)
    {
        if (!_flights.TryPeek(out Flight? head) || seq < head.Seq) return;
        if (seq > head.Seq)
        {
            _trouble = true;
            return;
        }

        Committed = _flights.Dequeue().Seq;
        if (isCurrent) OwnedAt = Math.Max(OwnedAt, head.SentAt);
        _root.Look();
    }

    private void Watch()
    {
        if (_flights.TryPeek(out Flight? oldest) && _cluster.Time.Now - oldest.SentAt > AckTimeout) _trouble = true;
        if (!_trouble || _looking || !_log.IsOpen) return;
        _looking = true;
        (int look, ulong after) = (++_looks, Committed);
        _log.Up(() =>
        {
            var stored = _cluster.Stream.After(after);
            _log.Down(() => _root.Post(() => { if (look == _looks) Recover(stored); }));
        });
        _root.After(LookTimeout, () => { if (look == _looks) _looking = false; });
    }

    // What the log has behind the newest known as stored must be this root's, byte for byte: the bytes name the epoch.
    private void Recover(IReadOnlyList<(ulong Seq, byte[] Bytes)> stored)
    {
        _looking = false;
        foreach (var (seq, bytes) in stored.SkipWhile(e => e.Seq <= Committed))
        {
            if (_flights.FirstOrDefault() is not { } ours || !ours.Bytes.AsSpan().SequenceEqual(bytes))
            {
                _root.Fenced();
                return;
            }

            Stored(seq, isCurrent: false);
        }

        _generation++;
        _trouble = false;
        foreach (Flight flight in _flights) Publish(flight);
    }
}
