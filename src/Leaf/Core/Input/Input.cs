using IrcNats.Commands;
using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Leaf.Core;

/// <summary>
/// Lines in: each session's in order, as fast as its budget, the window and the answers before allow. A line goes to
/// registration, to an open batch, to the root, or is answered here.
/// </summary>
sealed class Input(
    Replica replica, Output output, Sessions sessions, Barrier barrier, Budgets budgets, RootLines rootLines,
    Batches batches, Typing typing, LineProofs proofs, Registration registration, LocalAnswers answers,
    SessionCommands commands, HangUps hangUps, Standstill standstill, Alarms alarms)
{
    private const int BacklogLow = 8, BacklogHigh = 32;

    /// <summary>A session sent a line, or something that is none.</summary>
    public void Take(Session session, LineRead read)
    {
        session.LastHeard = replica.Now;
        session.PingedAt = null;
        if (session.Device is not null) session.ShownWhenHeard = replica.Shown;
        if (!session.IsLive) return;
        session.Backlog.Enqueue(new Received(Unaliased(read), barrier.Started));
        Advance(session);
    }

    /// <summary>Does what can be done of the session's lines.</summary>
    public void Advance(Session session)
    {
        while (session.IsLive && session.Backlog.TryPeek(out Received next) && HandleContained(session, next)) { }
        hangUps.EndIfDone(session);
        bool pause = session.Backlog.Count > (session.InputPaused ? BacklogLow : BacklogHigh);
        if (pause == session.InputPaused) return;
        session.InputPaused = pause;
        session.Link.WantInput(!pause);
    }

    private LineRead Unaliased(LineRead read)
    {
        foreach (CommandAlias alias in replica.Config.CommandAliases)
            if (read.Line is { } line && line.Command == alias.Alias)
                return read with { Line = line with { Command = alias.Command } };
        return read.Line is { } said ? read with { Line = Services.Addressed(replica.Config, said) } : read;
    }

    // An exception here is our own fault. It ends this session and no other.
    private bool HandleContained(Session session, in Received next)
    {
        try
        {
            return Handle(session, next);
        }
        catch (Exception fault)
        {
            alarms.Contained($"the handling of {next.Read.Line?.Command ?? "a line"}", fault);
            sessions.End(session, Ending.Dropped("Internal error"));
            return false;
        }
    }

    // False: the line waits, and something will call Advance again.
    private bool Handle(Session session, in Received next)
    {
        if (session.Stage == Stage.Opening) return false;
        if (next.Read.Error == LineError.Endless)
        {
            sessions.End(session, Ending.Dropped("ReadQ exceeded"));
            return false;
        }

        if (session.IsBusy && next.Read.Line?.Command != "QUIT") return false;
        if (session.Stage == Stage.Registering) return Register(session, next);
        if (session.Answers.Count > 0) return false;
        if (batches.Take(session, next) is { } taken) return taken;
        if (typing.Take(session, next)) return true;
        CommandTable.Entry? entry = next.Read.Line is { } line
            ? CommandTable.All.GetValueOrDefault(line.Command)
            : null;
        return IsForRoot(session, entry, next.Read.Line)
            ? PassOn(session, next, entry!)
            : AnswerHere(session, next, entry);
    }

    private bool Register(Session session, in Received next)
    {
        // Lines of the time when it was a user are answered first: a log that went back may not know them any more.
        if (session.InFlight > 0 && !replica.RootIsQuiet) return false;
        // A nick that is in use here may not be any more: the root knows.
        // And any root answers for an account, if it has come as far as this leaf: it must know what others were told.
        bool depends = next.Read.Line switch
        {
            { Command: "NICK", Params: [var nick, ..] } => replica.Network.FindUser(nick) is not null,
            { Command: "AUTHENTICATE" } => true,
            _ => false,
        };
        if (depends && !barrier.MayAnswer(session, next, CommandTable.All[next.Read.Line!.Command])) return false;
        session.Backlog.Dequeue();
        registration.Take(session, next.Read);
        return true;
    }

    private bool IsForRoot(Session session, CommandTable.Entry? entry, Line? line) =>
        entry?.Command.At == At.Root
        && !(entry.IsSessions(Stages.Registered) && commands.TakesItself(session, line!));

    private bool PassOn(Session session, in Received next, CommandTable.Entry entry)
    {
        Line line = next.Read.Line!;
        if (standstill.IsTold && rootLines.IsFull(session)) return RefuseForNow(session, line);
        LineSecret? secret = proofs.SecretOf(session, line);
        // The answer may be given here, so it has to wait for the answers to the lines before.
        if (secret is not null && session.InFlight > 0) return false;
        // Any root answers for an account, if it has come as far as this leaf: it must know what others were told.
        if (secret is { Purpose: Purpose.Login } && !barrier.MayAnswer(session, next, entry)) return false;
        if (!rootLines.HasRoom(session) || !budgets.HasFor(session, entry, line)) return false;
        session.Backlog.Dequeue();
        answers.Count(entry);
        if (entry.IsSessions(Stages.Registered)) commands.PassedOn(session, line);
        if (secret is null) rootLines.Ask(session, line);
        else proofs.Prove(session, secret);
        return true;
    }

    private bool AnswerHere(Session session, in Received next, CommandTable.Entry? entry)
    {
        if (!barrier.MayAnswer(session, next, entry)) return false;
        if (!budgets.HasFor(session, entry, next.Read.Line)) return false;
        session.Backlog.Dequeue();
        answers.Count(entry);
        answers.Answer(session, next.Read);
        return true;
    }

    // While the network stands still, lines are kept as long as there is room. Further lines are refused, and not
    // delivered later.
    private bool RefuseForNow(Session session, Line line)
    {
        if (!budgets.Has(session, 1)) return false;
        session.Backlog.Dequeue();
        const string Why = "The network stands still and cannot keep more of what you send; try again later";
        output.Answer(session, session.LabelOf(line.Tags["label"]),
            StandardReply.Fail(line.Command, "TEMPORARILY_UNAVAILABLE", Why));
        return true;
    }
}
