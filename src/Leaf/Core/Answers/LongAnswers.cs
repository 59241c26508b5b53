using IrcNats.Commands;
using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Leaf.Core;

/// <summary>
/// Answers that may be long are made in portions, as their reader takes them, while every other session has its turn.
/// Events are shown between their lines. The session's own next lines wait.
/// </summary>
sealed class LongAnswers(Replica replica, Output output, Sessions sessions, NextLine next, Alarms alarms)
{
    // Of what may wait behind a slow reader, long answers fill a part: the rest is for what happens meanwhile.
    private const int PartOfSendq = 4;

    // Lines of an answer with a label that are put together before its batch is begun.
    private const int LinesTogether = 16;

    private readonly Queue<Session> _turns = [];

    /// <summary>A session's long answer can go on.</summary>
    public bool HasTurns => _turns.Count > 0;

    /// <summary>The next session that has a long answer gets its turn.</summary>
    public void Continue()
    {
        if (!_turns.TryDequeue(out Session? session)) return;
        session.HasTurn = false;
        GoOn(session, mayRest: true);
    }

    /// <summary>A session is to be given a long answer.</summary>
    /// <param name="isAsked">The client asked for it: it waits for its turn. Otherwise it is shown with an event, and
    /// goes on at once while there is room, unless another answer of the session is unfinished.</param>
    public void Begin(Session session, LongAnswer answer, bool isAsked) =>
        Begin(session, new MadeOfLines(answer), isAsked);

    /// <inheritdoc cref="Begin(Session, LongAnswer, bool)"/>
    public void Begin(Session session, AnswerPart answer, bool isAsked)
    {
        bool isAlone = session.Answers.Count == 0;
        if (isAlone) session.AnswerMoved = replica.Now;
        if (session.Answers is not [.., { Response: not null } last] || last.Response != session.Response)
            session.Answers.Add(last = new Unfinished(session.Response));
        last.IsOfEvent |= !isAsked;
        last.Parts.Enqueue(answer);
        if (isAlone && !isAsked) GoOn(session, mayRest: false);
        else GiveTurn(session);
    }

    /// <summary>Shows a session the lines that go behind an event: the welcome, a channel's topic and names.</summary>
    public void Greet(Session session, Event happened, Caller greeted)
    {
        output.Tell(session, Greeting.Of(happened, replica.Network, greeted));
        foreach (LongAnswer answer in Greeting.AtLength(happened, replica.Network, greeted))
            Begin(session, answer, isAsked: false);
    }

    /// <summary>Tells a session an answer: in portions if it is long, and behind a long answer that is unfinished.
    /// </summary>
    public void TellOrQueue(Session session, in Decision decision)
    {
        int most = session.SendqIn(replica.Config) / PartOfSendq / Limits.LineLen;
        bool isShort = session.Answers.Count == 0 && decision.Replies.Count <= most;
        if (isShort || session.Stage != Stage.Registered) output.Tell(session, decision.Replies);
        else if (decision.Replies.Count > 0) Begin(session, new MadeAnswer(decision.Replies), isAsked: true);
        if (decision.AtLength is { } answer) Begin(session, answer, isAsked: true);
    }

    /// <summary>Its long answer goes on when those before it had their turn.</summary>
    public void GiveTurn(Session session)
    {
        if (session.HasTurn || session.Answers.Count == 0) return;
        session.HasTurn = true;
        _turns.Enqueue(session);
    }

    // An exception here is our own fault. It ends this session and no other.
    private void GoOn(Session session, bool mayRest)
    {
        try
        {
            WriteSome(session, mayRest);
        }
        catch (Exception fault)
        {
            alarms.Contained("the making of a long answer", fault);
            sessions.End(session, Ending.Dropped("Internal error"));
        }
    }

    private void WriteSome(Session session, bool mayRest)
    {
        // Lines that belong to a held event are held with it; all other portions wait until nothing is held.
        if (session.Held is not null && mayRest) return;
        int room = session.SendqIn(replica.Config) / PartOfSendq;
        while (session.Answers is [var first, ..])
        {
            if (replica.Network.FindUser(session.User) is not { } user || session.Stage != Stage.Registered)
            {
                GiveUp(session);
                return;
            }

            if (session.Link.Waiting > room && session.Held is null)
            {
                session.Link.TellWhenTaken(room / 2);
                return;
            }

            session.AnswerMoved = replica.Now;
            Progress progress = WriteNext(session, first, user);
            if (progress == Progress.Waiting) return;
            if (progress == Progress.Resting && mayRest)
            {
                GiveTurn(session);
                return;
            }
        }

        if (mayRest) next.Try(session);
    }

    private Progress WriteNext(Session session, Unfinished answer, User user)
    {
        Caller by = new(user, replica.Now) { Capabilities = session.Capabilities };
        Response? other = session.Response;
        session.Response = answer.Response;
        Progress progress = answer.Parts.Peek().Write(session, by, replica.Network, output);
        if (answer.Response is { Count: >= LinesTogether } response) output.WriteSoFar(session, response, atLeast: 2);
        if (progress == Progress.Done) answer.Parts.Dequeue();
        if (answer.Parts.Count == 0)
        {
            session.Answers.Remove(answer);
            if (answer.IsLeft) output.FinishAnswer(session);
        }

        session.Response = other;
        return progress;
    }

    // The session has no user any more, for now or for good.
    private void GiveUp(Session session)
    {
        Unfinished[] answers = [.. session.Answers];
        session.Answers.Clear();
        if (!session.IsLive) return;
        foreach (Unfinished answer in answers.Where(a => a.IsLeft))
        {
            session.Response = answer.Response;
            output.FinishAnswer(session);
        }
    }
}

/// <summary>The unsaid rest of a long answer, or of several that came of one command.</summary>
/// <param name="response">The labelled answer that it is part of; null: its command had no label.</param>
sealed class Unfinished(Response? response)
{
    public Response? Response => response;
    public Queue<AnswerPart> Parts { get; } = [];
    /// <summary>It is shown with an event, and not only asked for.</summary>
    public bool IsOfEvent { get; set; }
    /// <summary>Its command is done but for this.</summary>
    public bool IsLeft { get; set; }
}

/// <summary>A part of an answer that writes itself portion by portion.</summary>
abstract class AnswerPart
{
    /// <summary>Writes the next portion, if there is one.</summary>
    public abstract Progress Write(Session session, Caller by, Network net, Output output);
}

/// <summary>An answer that is made as its reader takes it.</summary>
sealed class MadeOfLines(LongAnswer answer) : AnswerPart
{
    public override Progress Write(Session session, Caller by, Network net, Output output)
    {
        List<Line> lines = [];
        Progress progress = answer.Next(net, by, lines);
        output.Tell(session, lines);
        return progress;
    }
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
