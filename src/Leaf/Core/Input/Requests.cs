using IrcNats.Wire;

namespace IrcNats.Leaf.Core;

/// <summary>A request that has no answer yet.</summary>
sealed class Pending(ulong number, Ask ask, Session? session, ulong epoch, IReadOnlyList<Ticket>? tickets)
{
    public ulong Number => number;
    public Ask Ask => ask;
    public Session? Session => session;
    /// <summary>The root's epoch when it was asked first, as known here.</summary>
    public ulong Epoch => epoch;
    /// <summary>The proofs that it carries; null: none.</summary>
    public IReadOnlyList<Ticket>? Tickets => tickets;
    public bool Done { get; set; }
    /// <summary>An earlier request that may be unanswered; null: no earlier one is.</summary>
    public Pending? Before { get; set; }
    /// <summary>When it was sent last; 0 while it waits for the bus.</summary>
    public long SentAt { get; private set; }
    /// <summary>When it was sent before that, which an answer may be to; the same if it was sent once.</summary>
    public long SentBefore { get; private set; }

    public void Sent(long now) => (SentBefore, SentAt) = (SentAt == 0 ? now : SentAt, now);
}

/// <summary>
/// The leaf's requests to the root that have no answer yet, in order. All of them are sent again, in the same order,
/// when the connection or the root changed; the root takes each once.
/// </summary>
/// <param name="epoch">The root's, when this process begins.</param>
sealed class Requests(string leaf, ulong epoch, ILeafPorts ports)
{
    /// <summary>Unanswered lines at a time; sessions wait beyond. Half of what a root remembers of a leaf.</summary>
    public const int Window = State.LeafRecord.Kept / 2;

    /// <summary>An unanswered request is sent again after so many milliseconds of a live root.</summary>
    public const int ResendAfter = 2000;

    private readonly Queue<Pending> _order = [];
    private readonly Dictionary<ulong, Pending> _byNumber = [];
    private ulong _last;
    private Pending? _newest;

    /// <summary>The leaf's process; known before the first request.</summary>
    public ulong Incarnation { get; set; }

    /// <summary>The root's epoch, as the log has it.</summary>
    public ulong Epoch { get; private set; } = epoch;

    /// <summary>The bus takes requests.</summary>
    public bool Connected { get; private set; }

    public bool IsFull => _order.Count >= Window;
    public int Count => _order.Count;

    /// <summary>In the order in which they were asked.</summary>
    public IEnumerable<Pending> Unanswered => _order.Where(pending => !pending.Done);

    public Pending Send(Ask ask, Session? session, long now, IReadOnlyList<Ticket>? tickets = null)
    {
        if (tickets is { Count: 0 }) tickets = null;
        Pending pending = _newest = new(++_last, ask, session, Epoch, tickets) { Before = _newest };
        _order.Enqueue(pending);
        _byNumber.Add(pending.Number, pending);
        if (Connected) Send(pending, now);
        return pending;
    }

    /// <summary>The request of that number if it still waits; it waits no longer.</summary>
    public Pending? Complete(ulong number)
    {
        if (!_byNumber.Remove(number, out Pending? pending)) return null;
        pending.Done = true;
        while (_order.TryPeek(out Pending? head) && head.Done) _order.Dequeue().Before = null;
        return pending;
    }

    /// <summary>The request of that number if it still waits.</summary>
    public Pending? Find(ulong number) => _byNumber.GetValueOrDefault(number);

    public void SetConnected(bool connected, long now)
    {
        Connected = connected;
        if (connected) Resend(now);
    }

    /// <summary>The root that is to get the requests has this epoch, as the log says. A root takes only what was sent
    /// to it: if it is another than before, everything unanswered is sent again.</summary>
    public void GoTo(ulong epoch, long now)
    {
        if (epoch == Epoch) return;
        Epoch = epoch;
        Resend(now);
    }

    /// <summary>Sends everything unanswered again, in order.</summary>
    public void Resend(long now)
    {
        if (!Connected) return;
        foreach (Pending pending in _order)
            if (!pending.Done) Send(pending, now);
    }

    public void ResendIfOld(long now)
    {
        if (_order.TryPeek(out Pending? oldest) && now - oldest.SentAt > ResendAfter) Resend(now);
    }

    private void Send(Pending pending, long now)
    {
        pending.Sent(now);
        ulong oldest = _order.TryPeek(out Pending? head) ? head.Number : pending.Number;
        ports.Send(new Request(Payload.FormatVersion, leaf, Incarnation, pending.Number, oldest, pending.Ask)
        {
            Since = pending.Epoch, Behind = Behind(pending), Tickets = pending.Tickets, Epoch = Epoch,
        });
    }

    private static ulong Behind(Pending pending)
    {
        while (pending.Before is { Done: true } answered) pending.Before = answered.Before;
        return pending.Before?.Number ?? 0;
    }
}
