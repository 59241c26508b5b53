using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;

namespace IrcNats.Leaf.Core;

/// <summary>
/// Batches that clients send: collected here, and one request to the root when they end. One at a time in a session;
/// what does not belong to it ends it. https://ircv3.net/specs/extensions/client-batch
/// </summary>
sealed class Batches(
    Replica replica, Output output, Barrier barrier, Budgets budgets, RootLines rootLines, DueTimes due) : ISessionVerb
{
    private const int ReferenceMax = 64, LinesPerCharge = 25;

    string ISessionVerb.Verb => "BATCH";

    /// <summary>Takes BATCH, and what belongs to a batch. Null: it is a line like any other. False: it waits.</summary>
    public bool? Take(Session session, in Received next)
    {
        Line? line = next.Read.Line;
        string? tag = line?.Tags["batch"];
        OpenBatch? open = session.OpenBatch;
        if (open is null && tag is null && line?.Command != "BATCH") return null;
        if (line is not null && session.FailedBatch?.Has(line, tag) == true) return PassOver(session, line);
        if (open is null) return TakeOutside(session, next, line!);
        if (line is null || tag is null) return TakeUntagged(session, next, open);
        return TakeTagged(session, next, open, line, tag);
    }

    private bool TakeOutside(Session session, in Received next, Line line) =>
        line.Command == "BATCH" ? BeginBatch(session, next, line) : RefuseStray(session, next);

    // With its end the reference is free for the next batch.
    private bool PassOver(Session session, Line line)
    {
        FailedBatch failed = session.FailedBatch!;
        if (failed.Passed >= replica.Config.Limits.MultilineLines && !budgets.Has(session, 1)) return false;
        failed.Passed++;
        session.Backlog.Dequeue();
        if (line.Tags["batch"] is null) session.FailedBatch = null;
        return true;
    }

    private bool TakeTagged(Session session, in Received next, OpenBatch open, Line line, string tag)
    {
        if (line.Command == "BATCH" || tag != open.Reference)
            return FailBatch(session, next, open, Invalid("Incorrect batch tag sent"), andTake: true);
        if (open.Refusal(replica.Config.Limits, line, replica.Config.Casemapping) is { } refusal)
            return FailBatch(session, next, open, refusal, andTake: true);
        open.Add(line);
        session.Backlog.Dequeue();
        return true;
    }

    // PING, PONG and QUIT may come at any time. Any other line without the tag ends the batch, and is then done as if
    // there had been no batch.
    private bool? TakeUntagged(Session session, in Received next, OpenBatch open)
    {
        if (next.Read.Line is { } line)
        {
            if (line.Command is "PING" or "PONG" or "QUIT") return null;
            if (line.Command == "BATCH" && line.Params is [var end, ..] && end == "-" + open.Reference)
                return EndBatch(session, next, open);
        }

        return FailBatch(session, next, open, Invalid("Command not allowed during a multiline batch"), andTake: false);
    }

    // https://ircv3.net/specs/extensions/multiline#batch-types
    private bool BeginBatch(Session session, in Received next, Line line)
    {
        string? label = session.LabelOf(line.Tags["label"]);
        if (RefusalToBegin(session, line) is { } refusal)
        {
            if (!MayFail(session, next)) return false;
            session.Backlog.Dequeue();
            if (line.Params is [['+', .. var failed], ..]) session.FailedBatch = new FailedBatch(failed);
            output.Answer(session, label, refusal);
            return true;
        }

        session.Backlog.Dequeue();
        session.FailedBatch = null;
        session.OpenBatch = new OpenBatch(
            line.Params[0][1..], line.Params[2], label, rootLines.RelayedTags(session, line), replica.Now);
        due.Plan(session);
        return true;
    }

    private static Line? RefusalToBegin(Session session, Line line)
    {
        if (line.Params.Count == 0) return Numeric.ERR_NEEDMOREPARAMS.For(session.Called, "BATCH");
        if (line.Params[0] is not ['+', .. var reference]) return Invalid("There is no such batch");
        if (reference.Length is 0 or > ReferenceMax || !reference.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
            return StandardReply.Fail("BATCH", "INVALID_REFTAG", "Letters, digits and hyphens only", reference);
        string type = line.Params.Count > 1 ? line.Params[1] : "*";
        if (type != MultilineSent.BatchType || !session.Has(Capabilities.Multiline | Capabilities.Batch))
            return StandardReply.Fail("BATCH", "UNKNOWN_TYPE", "This batch type is not known here", reference, type);
        return line.Params.Count < 3 || line.Params[2].Length == 0 ? Invalid("The batch has no target") : null;
    }

    private bool EndBatch(Session session, in Received next, OpenBatch open)
    {
        if (open.RefusalToSend(replica.Config.Limits) is { } refusal)
            return FailBatch(session, next, open, refusal, andTake: true, ends: true);
        if (!rootLines.HasRoom(session) || !budgets.Has(session, 1 + open.Lines / LinesPerCharge)) return false;
        session.Backlog.Dequeue();
        session.OpenBatch = null;
        rootLines.Ask(session, open.Ask(session.Number));
        return true;
    }

    private bool FailBatch(
        Session session, in Received next, OpenBatch open, Line why, bool andTake, bool ends = false)
    {
        if (!MayFail(session, next)) return false;
        if (andTake) session.Backlog.Dequeue();
        session.OpenBatch = null;
        session.FailedBatch = ends ? null : new FailedBatch(open.Reference);
        output.Answer(session, open.Label, why);
        return true;
    }

    private bool RefuseStray(Session session, in Received next)
    {
        if (!MayFail(session, next)) return false;
        session.Backlog.Dequeue();
        output.Answer(session, session.LabelOf(next.Read.Line!.Tags["label"]), Invalid("There is no such batch"));
        return true;
    }

    /// <summary>Ends its batch if that was left open for too long. Not while its next line waits here: that is our
    /// delay.</summary>
    public void TimeOut(Session session)
    {
        if (session.OpenBatch is not { } open || session.Backlog.Count > 0) return;
        if (replica.Now - open.Began <= replica.Config.Limits.BatchTimeout) return;
        session.OpenBatch = null;
        session.FailedBatch = new FailedBatch(open.Reference);
        output.Answer(session, open.Label,
            StandardReply.Fail("BATCH", "TIMEOUT", "The batch was left open for too long", open.Reference));
    }

    private bool MayFail(Session session, in Received next) =>
        barrier.MayAnswer(session, next, entry: null) && budgets.Has(session, 1);

    private static Line Invalid(string why) => MultilineRules.Invalid(why);
}

/// <summary>
/// A batch that failed: the rest of it is passed over unanswered, up to its end or the beginning of the next batch.
/// </summary>
sealed class FailedBatch(string reference)
{
    /// <summary>Lines passed over: as many as a batch may have are free, more cost like any other line.</summary>
    public int Passed { get; set; }

    /// <summary>Whether the line is of that batch: one with its tag, or its end.</summary>
    public bool Has(Line line, string? tag) =>
        line.Command == "BATCH" && tag is null ? line.Params is [var end, ..] && end == "-" + reference
        : tag == reference;
}
