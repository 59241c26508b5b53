namespace IrcNats.Leaf.Core;

/// <summary>Why nothing comes any more from a client.</summary>
/// <param name="Reason">In the words for other users.</param>
/// <param name="IsInOrder">The client closed its side itself; the connection did not break.</param>
public sealed record InputEnd(string Reason, bool IsInOrder)
{
    public static InputEnd Closed { get; } = new("Connection closed", true);

    public static InputEnd Broken(string reason) => new(reason, false);
}

/// <summary>
/// Clients that send nothing more: they closed their sending side, or went away. The lines that came before are done
/// first, at the pace of the budget, and answered to a client that still reads. Until then the session counts like any
/// other; a bounded time later it ends, whatever is left.
/// </summary>
sealed class HangUps(Replica replica, Sessions sessions, DueTimes due)
{
    /// <summary>Milliseconds in which the lines of a client that has hung up are done.</summary>
    public const int Within = 60_000;

    /// <summary>The last line to a client whose lines were not.</summary>
    public const string TooMuch = "Connection closed before all of your lines were done: there were too many of them";

    /// <summary>The client's side is closed: lines that still come were sent before.</summary>
    public void Note(Session session)
    {
        session.HungUpAt ??= replica.Now;
        if (session.IsLive) due.Plan(session);
    }

    /// <summary>No line comes any more: the session ends, for that reason, when those that came are done.</summary>
    public void InputEnded(Session session, InputEnd end)
    {
        Note(session);
        session.InputEnd = end;
        if (session.Stage == Stage.Gone) Output.CloseLink(session);
        EndIfDone(session);
    }

    /// <summary>Called after everything that may be the last it waits for.</summary>
    public void EndIfDone(Session session)
    {
        if (session.InputEnd is { } end && session.IsLive && !IsAtWork(session))
            sessions.End(session, Ending.Done(end));
    }

    private static bool IsAtWork(Session session) =>
        session.Backlog.Count > 0 || session.InFlight > 0 || session.Stage == Stage.Opening
        || session.Lookup is not null || session.IsBusy || session.Answers.Count > 0;
}
