using IrcNats.Protocol;

namespace IrcNats.Leaf.Core;

// A client that sends nothing more: it closed its sending side, or went away. The lines that came before are done
// first, at the pace of its budget, and answered to a client that still reads. Until then the session counts like any
// other; a bounded time later it ends, whatever is left.
public sealed partial class LeafCore
{
    /// <summary>Milliseconds in which the lines of a client that has hung up are done.</summary>
    public const int HungUpWithin = 60_000;

    /// <summary>The client's side is closed: lines that still come were sent before.</summary>
    public void HungUp(Session session, long now)
    {
        _now = now;
        session.HungUpAt ??= now;
    }

    /// <summary>No line comes any more: the session ends, for that reason, when those that came are done.</summary>
    public void InputEnded(Session session, string reason, long now)
    {
        HungUp(session, now);
        session.InputEnd = reason;
        if (session.Stage == Stage.Ended && session.Farewell is null) CloseLink(session);
        LetGoWhenDone(session);
    }

    // Called after everything that may be the last it waits for.
    private void LetGoWhenDone(Session session)
    {
        if (session.InputEnd is not { } reason || session.Stage == Stage.Ended || IsAtWork(session)) return;
        End(session, reason);
        CloseLink(session);
    }

    private static bool IsAtWork(Session session) =>
        session.Backlog.Count > 0 || session.InFlight > 0 || session.Stage == Stage.Opening
        || session.Lookup is not null || session.Proof is not null || session.Answers.Count > 0;

    private void EndIfHungUpTooLong(Session session)
    {
        if (session.HungUpAt is not { } at || _now - at <= HungUpWithin) return;
        const string Why = "Connection closed before all of your lines were done: there were too many of them";
        Drop(session, "Connection closed", new Line(null, "ERROR", Why) { Trailing = true });
    }
}
