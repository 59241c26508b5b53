using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Leaf.Core;

/// <summary>
/// Lines out. A line goes to the session's link; or into the answer to a labelled command that is being put together;
/// or it is held behind an earlier answer. RPL_ISUPPORT goes in batches of its own to sessions that negotiated them:
/// https://ircv3.net/specs/extensions/extended-isupport
/// </summary>
sealed class Output(Replica replica)
{
    private const string IsupportBatch = "draft/isupport";

    private readonly List<Session> _dirty = [];
    private ulong _batches;

    public void Tell(Session session, Line line)
    {
        if (Suited(session, line) is { } suited) Tell(session, new Announcement(suited));
    }

    public void Tell(Session session, Announcement what) => Deliver(session, DeliveryOf(what));

    /// <summary>Tells a session these lines, in order.</summary>
    public void Tell(Session session, IEnumerable<Line> lines)
    {
        bool batches = session.Has(Capabilities.Batch | Capabilities.ExtendedIsupport);
        string? open = null;
        foreach (Line line in lines)
        {
            bool isIsupport = batches && line.Command == Numeric.RPL_ISUPPORT.Code;
            if (isIsupport && open is null) BeginIsupportBatch(session, open = NextBatch(session));
            else if (!isIsupport && open is not null) EndIsupportBatch(session, ref open);
            if (Suited(session, line) is { } suited)
                Deliver(session, DeliveryOf(suited), open is null ? null : "batch=" + open);
        }

        if (open is not null) EndIsupportBatch(session, ref open);
    }

    /// <summary>A NOTICE of the server.</summary>
    public void Notice(Session session, string text) =>
        Tell(session, new Line(null, "NOTICE", session.Called, text) { Trailing = true });

    /// <summary>The whole answer to a command, with its label if it had one.</summary>
    public void Answer(Session session, string? label, params IReadOnlyList<Line> lines)
    {
        if (label is not null) session.Response = new Response(label);
        Tell(session, lines);
        FinishAnswer(session);
    }

    public Delivery DeliveryOf(Announcement what) => new(what, stamp: null, replica.Time, replica.Config.ServerName);

    public void Deliver(Session session, Delivery delivery, string? extraTag = null)
    {
        if (session.Response is { } response && !delivery.IsApart) response.Add(delivery, extraTag);
        else if (delivery.For(session.Capabilities, extraTag) is { } bytes) Write(session, bytes);
    }

    /// <summary>A name for a batch that the session has not seen.</summary>
    public string NextBatch(Session session) => $"{session.Number:x}-{++_batches:x}";

    public void Write(Session session, ReadOnlyMemory<byte> bytes)
    {
        if (session.Held is { } held)
        {
            held.Add((session.HeldUpTo, bytes));
            return;
        }

        session.Link.Write(bytes);
        if (session.Dirty) return;
        session.Dirty = true;
        _dirty.Add(session);
    }

    /// <summary>The command that has a label is done: its answer goes out, but for what is long in it.</summary>
    public void FinishAnswer(Session session)
    {
        if (session.Response is not { } response) return;
        session.Response = null;
        if (IsLeftUnfinished(session, response)) return;
        string reference = NextBatch(session);
        foreach (byte[] bytes in response.Encode(session.Capabilities, reference, replica.Config.ServerName))
            Write(session, bytes);
    }

    /// <summary>The lines so far of an answer that is not complete go out, if they are so many.</summary>
    public void WriteSoFar(Session session, Response response, int atLeast)
    {
        string reference = NextBatch(session);
        foreach (byte[] bytes in response.Begin(session.Capabilities, reference, replica.Config.ServerName, atLeast))
            Write(session, bytes);
    }

    /// <summary>Nothing more is said to the session: what is held goes out, and its connection ends.</summary>
    public static void CloseLink(Session session)
    {
        foreach ((_, ReadOnlyMemory<byte> bytes) in session.Held ?? []) session.Link.Write(bytes);
        session.Dirty |= session.Held is not null;
        session.Held = null;
        if (session.Dirty) session.Link.Flush();
        session.Link.Close();
    }

    /// <summary>Everything that happened together has been fed in: what was written may go out.</summary>
    public void Flush()
    {
        foreach (Session session in _dirty)
        {
            session.Dirty = false;
            session.Link.Flush();
        }

        _dirty.Clear();
    }

    // An answer with a label ends when its long part is made. Lines of an event go out at once: a JOIN must not come
    // behind a later message of the channel.
    private bool IsLeftUnfinished(Session session, Response response)
    {
        if (session.Answers.Find(a => a.Response == response) is not { } unfinished) return false;
        if (unfinished.IsOfEvent && response.Count > 0) WriteSoFar(session, response, atLeast: 1);
        return unfinished.IsLeft = true;
    }

    // A session that does not know batches gets the lines of a batch alone.
    private static Line? Suited(Session session, Line line) =>
        session.Has(Capabilities.Batch) || (line.Command != "BATCH" && line.Tags.Count == 0) ? line
        : line.Command == "BATCH" ? null
        : line with { Tags = Tags.None };

    private void BeginIsupportBatch(Session session, string reference) =>
        Tell(session, new Line(null, "BATCH", "+" + reference, IsupportBatch));

    private void EndIsupportBatch(Session session, ref string? reference)
    {
        Tell(session, new Line(null, "BATCH", "-" + reference));
        reference = null;
    }
}
