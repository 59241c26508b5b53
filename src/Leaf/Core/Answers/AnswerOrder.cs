using IrcNats.Commands;
using IrcNats.Protocol;

namespace IrcNats.Leaf.Core;

/// <summary>
/// A session's lines are answered in the order in which they came. The log may bring what a line came to before the
/// reply to an earlier line is here: then that is held until the earlier one is answered.
/// </summary>
sealed class AnswerOrder(Output output, LongAnswers longAnswers, NextLine next)
{
    /// <summary>The log brings the outcome of this request. Its lines are held if an earlier request has no answer.
    /// </summary>
    public static void HoldBehindEarlier(Session session, ulong request)
    {
        if (!WaitsForEarlier(session, request)) return;
        session.Held ??= [];
        session.HeldUpTo = request;
    }

    /// <summary>A request is answered by these lines, behind what the log has brought of it.</summary>
    public void Show(Session session, ulong request, string? label, IReadOnlyList<string> lines)
    {
        List<(ulong, ReadOnlyMemory<byte>)>? held = session.Held;
        bool inTurn = held is null && !WaitsForEarlier(session, request);
        if (!inTurn) session.Held = [];
        if (label is not null) session.Response ??= new Response(label);
        Line[] replies = [.. lines.Select(ReplyLine.Read)];
        if (inTurn) longAnswers.TellOrQueue(session, Decision.Reply(replies));
        else output.Tell(session, replies);
        output.FinishAnswer(session);
        if (!inTurn) Release(session, request, session.Held ?? [], held ?? []);
        next.Try(session);
    }

    /// <summary>The log went back: held lines go out. The answer for which they waited will be of another log.
    /// </summary>
    public void ShowHeld(Session session)
    {
        if (session.Held is not { } held) return;
        session.Held = null;
        foreach ((_, ReadOnlyMemory<byte> bytes) in held) output.Write(session, bytes);
        longAnswers.GiveTurn(session);
    }

    // The answer takes its place among the held lines. The lines that have no unanswered request before them go out.
    private void Release(
        Session session, ulong request, List<(ulong Request, ReadOnlyMemory<byte> Bytes)> answer,
        List<(ulong Request, ReadOnlyMemory<byte> Bytes)> held)
    {
        int later = held.FindIndex(h => h.Request > request);
        held.InsertRange(later < 0 ? held.Count : later, answer.Select(a => (request, a.Bytes)));
        ulong waitsFor = FirstAsked(session) ?? ulong.MaxValue;
        int ready = held.FindIndex(h => h.Request > waitsFor);
        if (ready < 0) ready = held.Count;
        session.Held = null;
        foreach ((_, ReadOnlyMemory<byte> bytes) in held.Take(ready)) output.Write(session, bytes);
        held.RemoveRange(0, ready);
        longAnswers.GiveTurn(session);
        if (held.Count == 0) return;
        (session.Held, session.HeldUpTo) = (held, held[^1].Request);
    }

    private static bool WaitsForEarlier(Session session, ulong request) => FirstAsked(session) < request;

    // The oldest line of the session that has no answer.
    private static ulong? FirstAsked(Session session)
    {
        while (session.Asked.TryPeek(out Pending? first) && first.Done) session.Asked.Dequeue();
        return session.Asked.TryPeek(out Pending? waits) ? waits.Number : null;
    }
}

/// <summary>Lines as they stand in a reply or in the log.</summary>
static class ReplyLine
{
    public static Line Read(string text) =>
        Line.Parse(text) with { Trailing = text.Contains(" :", StringComparison.Ordinal) };
}
