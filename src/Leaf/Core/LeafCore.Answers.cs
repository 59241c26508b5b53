using IrcNats.Commands;
using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Leaf.Core;

// Answers that may be long: made in portions, as their reader takes them, while everybody else has their turn. What
// happens meanwhile is shown between their lines. The session's own next lines wait.
public sealed partial class LeafCore
{
    // Of what may wait behind a slow reader, long answers fill a part: the rest is for what happens meanwhile.
    private const int PartOfSendq = 4;

    // Lines of an answer with a label that are put together before its batch is begun.
    private const int LinesTogether = 16;

    private readonly Queue<Session> _turns = [];

    /// <summary>A session's long answer can go on: call <see cref="Continue"/> when others had their turn.</summary>
    public bool HasTurns => _turns.Count > 0;

    /// <summary>The next session that has a long answer gets its turn.</summary>
    public void Continue(long now)
    {
        _now = now;
        if (!_turns.TryDequeue(out Session? session)) return;
        session.HasTurn = false;
        GoOn(session, mayRest: true);
    }

    /// <summary>The reader has taken what the link was to tell of (<see cref="ILink.TellWhenTaken"/>).</summary>
    public void Taken(Session session, long now)
    {
        // Who takes what it is sent is there, though its own lines wait.
        _now = session.LastHeard = now;
        GiveTurn(session);
    }

    // What was asked for has its turn like everybody's. What is shown with an event goes on while there is room; its
    // session was waiting for nothing, or it has its turn too.
    internal void Begin(Session session, LongAnswer answer, bool isAsked)
    {
        bool isAlone = session.Answers.Count == 0;
        if (isAlone) session.AnswerMoved = _now;
        if (session.Answers is not [.., { Response: not null } last] || last.Response != session.Response)
            session.Answers.Add(last = new Unfinished(session.Response));
        last.IsOfEvent |= !isAsked;
        last.Parts.Enqueue(answer);
        if (isAlone && !isAsked) GoOn(session, mayRest: false);
        else GiveTurn(session);
    }

    // Who asks for more than they take would be kept for ever by sending a line now and then.
    private void SweepAnswers(Session session)
    {
        int most = Network.Config.Session.DisconnectAfter;
        if (session.Answers.Count == 0 || session.Held is not null || _now - session.AnswerMoved <= most) return;
        Drop(session, $"Ping timeout: {most / 1000} seconds");
    }

    /// <summary>What the session is shown after an event.</summary>
    internal void Greet(Session session, Event happened, Caller greeted)
    {
        Tell(session, Greeting.Of(happened, Network, greeted));
        foreach (LongAnswer answer in Greeting.AtLength(happened, Network, greeted))
            Begin(session, answer, isAsked: false);
    }

    /// <summary>What a line came to: in portions if it is much, and behind a long answer that is unfinished.</summary>
    internal void TellOrQueue(Session session, in Decision decision)
    {
        int most = Network.Config.Session.MaxSendq / PartOfSendq / Limits.LineLen;
        bool isShort = session.Answers.Count == 0 && decision.Replies.Count <= most;
        if (isShort || session.Stage != Stage.Registered) Tell(session, decision.Replies);
        else if (decision.Replies.Count > 0) Begin(session, new MadeAnswer(decision.Replies), isAsked: true);
        if (decision.AtLength is { } answer) Begin(session, answer, isAsked: true);
    }

    // An answer with a label ends when what is long in it is made. What it has of an event goes out at once: a JOIN
    // must not come behind what happens in the channel after it.
    private bool IsLeftUnfinished(Session session, Response response)
    {
        if (session.Answers.Find(a => a.Response == response) is not { } unfinished) return false;
        if (unfinished.IsOfEvent && response.Count > 0) WriteBatch(session, response, atLeast: 1);
        return unfinished.IsLeft = true;
    }

    private void GiveTurn(Session session)
    {
        if (session.HasTurn || session.Answers.Count == 0) return;
        session.HasTurn = true;
        _turns.Enqueue(session);
    }

    // What throws here is our fault, but it costs nobody else their connection.
    private void GoOn(Session session, bool mayRest)
    {
        try
        {
            WriteSome(session, mayRest);
        }
        catch (Exception fault)
        {
            Contained("the making of a long answer", fault);
            Drop(session, "Internal error");
        }
    }

    private void WriteSome(Session session, bool mayRest)
    {
        // What an event shows is held with it, behind what was asked before; all else goes on when that is answered.
        if (session.Held is not null && mayRest) return;
        int room = Network.Config.Session.MaxSendq / PartOfSendq;
        while (session.Answers is [var first, ..])
        {
            if (Network.FindUser(session.User) is not { } user || session.Stage != Stage.Registered)
            {
                GiveUp(session);
                return;
            }

            if (session.Link.Waiting > room && session.Held is null)
            {
                session.Link.TellWhenTaken(room / 2);
                return;
            }

            session.AnswerMoved = _now;
            if (WriteNext(session, first, user) == Progress.Resting && mayRest)
            {
                GiveTurn(session);
                return;
            }
        }

        if (mayRest) Advance(session);
    }

    private Progress WriteNext(Session session, Unfinished answer, User user)
    {
        List<Line> lines = [];
        Caller by = new(user, _now) { Capabilities = session.Capabilities };
        Progress progress = answer.Parts.Peek().Next(Network, by, lines);
        Response? other = session.Response;
        session.Response = answer.Response;
        Tell(session, lines);
        if (answer.Response is { Count: >= LinesTogether } response) WriteBatch(session, response, atLeast: 2);
        if (progress == Progress.Done) answer.Parts.Dequeue();
        if (answer.Parts.Count == 0)
        {
            session.Answers.Remove(answer);
            if (answer.IsLeft) FinishResponse(session);
        }

        session.Response = other;
        return progress;
    }

    private void WriteBatch(Session session, Response response, int atLeast)
    {
        string reference = NextBatch(session);
        foreach (byte[] bytes in response.Begin(session.Capabilities, reference, Network.Config.ServerName, atLeast))
            Write(session, bytes);
    }

    // It is no user any more, for now or for good.
    private void GiveUp(Session session)
    {
        Unfinished[] answers = [.. session.Answers];
        session.Answers.Clear();
        if (session.Stage == Stage.Ended) return;
        foreach (Unfinished answer in answers.Where(a => a.IsLeft))
        {
            session.Response = answer.Response;
            FinishResponse(session);
        }
    }
}

/// <summary>What is still to be said of a long answer, or of several that came of one command.</summary>
/// <param name="response">What it belongs to when its command has a label.</param>
sealed class Unfinished(Response? response)
{
    public Response? Response => response;
    public Queue<LongAnswer> Parts { get; } = [];
    /// <summary>It is shown with an event, and not only asked for.</summary>
    public bool IsOfEvent { get; set; }
    /// <summary>Its command is done but for this.</summary>
    public bool IsLeft { get; set; }
}

/// <summary>Lines that are made already: many, or such that come behind a long answer.</summary>
sealed class MadeAnswer(IReadOnlyList<Line> lines) : LongAnswer
{
    private const int AtATime = 16;
    private int _told;

    public override Progress Next(Network net, Caller by, ICollection<Line> to)
    {
        for (int end = Math.Min(lines.Count, _told + AtATime); _told < end; _told++) to.Add(lines[_told]);
        return _told < lines.Count ? Progress.Ready : Progress.Done;
    }
}
