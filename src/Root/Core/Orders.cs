using System.Globalization;
using IrcNats.Commands;
using IrcNats.Events;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Root.Core;

/// <summary>
/// What a root is ordered to do: by operators to hand over, to take over, or to tell what operators did; by an archiver
/// to log how far it is. Each order is answered.
/// </summary>
sealed class Orders(string name, Replica replica, RootAbsence absence, RootWatch watch, IRootShell shell)
{
    // Orders that are answered when the log has what came of them.
    private readonly Queue<(ulong Seq, int Order, string Text)> _importing = [];
    private OperActed? _takeover;

    /// <summary>This root begins to write: who had ordered it to take over is noted now, if anybody had.</summary>
    public void Began(Writing writing, Moment now)
    {
        if (_takeover is { } note) writing.Log(note, now);
        _takeover = null;
    }

    /// <param name="order">The order's number, for its answer.</param>
    /// <param name="writing">Null: this root is not active.</param>
    public void Carry(Order ordered, int order, Writing? writing, Moment now)
    {
        switch (ordered.Kind)
        {
            case OrderKind.Handover:
                HandOver(ordered, order, writing);
                break;
            case OrderKind.Takeover:
                TakeOver(ordered, order, writing, now);
                break;
            case OrderKind.Archived:
                Archived(ordered.Argument, order, writing, now);
                break;
            case OrderKind.Audit:
                Answer(order, true, Acts(ordered.Argument));
                break;
            case OrderKind.Reread:
                Reread(ordered.Argument, order, writing, now);
                break;
            case OrderKind.Import:
                Import(ordered.Argument, order, writing, now);
                break;
            case OrderKind.Note:
                Note(ordered, order, writing, now);
                break;
            default:
                Refuse(order, "a root is not drained; hand over and stop it");
                break;
        }
    }

    /// <summary>The log has all entries up to this one.</summary>
    public void Stored(ulong stored)
    {
        while (_importing.TryPeek(out var done) && done.Seq <= stored)
            Answer(_importing.Dequeue().Order, true, done.Text);
    }

    private void HandOver(Order ordered, int order, Writing? writing)
    {
        string to = ordered.Argument;
        if (writing is null) Refuse(order, $"{name} is not the active root");
        else if (to == name) Refuse(order, $"{to} is the active root");
        else if (writing.HasResigned) Refuse(order, $"{name} has just resigned");
        else
        {
            writing.HandOver(to, NoteOf(ordered, "handover", name, $"to {to}"));
            Answer(order, true, $"resigning in favour of {to}");
        }
    }

    // An order that came before the root fell silent would still hold when nobody thinks of it any more.
    private void TakeOver(Order ordered, int order, Writing? writing, Moment now)
    {
        string root = replica.Network.RootNode;
        if (writing is not null) Refuse(order, $"{name} is the active root");
        else if (watch.Failover.Policy == FailoverPolicy.AlertOnly) Refuse(order, "failover.policy is alert-only");
        else absence.Ask(isDoubted: true, watch.Failover.After, now, (isGone, then) =>
        {
            Answer(order, isGone, isGone
                ? $"{name} takes over from {root}"
                : $"{root} is active and not silent; hand over instead");
            if (!isGone) return;
            _takeover = NoteOf(ordered, "takeover", name, $"from {root}");
            watch.Order(then);
        });
    }

    private void Archived(string upTo, int order, Writing? writing, Moment now)
    {
        if (writing is not { HasResigned: false }) Refuse(order, $"{name} is not the active root");
        else if (!Mark.TryParse(upTo, out Mark mark)) Refuse(order, $"'{upTo}' is no place in a log");
        else if (writing.Archived(mark, now) is { } why) Refuse(order, why);
        else Answer(order, true, $"archived up to {mark}");
    }

    private void Import(string box, int order, Writing? writing, Moment now)
    {
        if (writing is not { HasResigned: false }) Refuse(order, $"{name} is not the active root");
        else if (writing.Import(box, now, out string text) is { } why) Refuse(order, why);
        else
        {
            ulong seq = writing.Writer.Decided;
            _importing.Enqueue((seq, order, text));
            shell.WhenStored(seq);
        }
    }

    private void Note(Order ordered, int order, Writing? writing, Moment now)
    {
        string[] words = ordered.Argument.Split(' ', 3);
        if (writing is not { HasResigned: false }) Refuse(order, $"{name} is not the active root");
        else if (words.Length < 2) Refuse(order, "a note is a verb and a node, and what came of it");
        else
        {
            writing.Log(NoteOf(ordered, words[0], words[1], words.Length > 2 ? words[2] : ""), now);
            Answer(order, true, "noted");
        }
    }

    private void Reread(string told, int order, Writing? writing, Moment now)
    {
        if (writing is not { HasResigned: false }) Refuse(order, $"{name} is not the active root");
        else if (Rereading.Read(told) is not { } ended) Refuse(order, "that is nothing that a root read again");
        else
        {
            foreach (Event happened in Rereading.Noted(replica.Network, ended)) writing.Log(happened, now);
            Answer(order, true, "told");
        }
    }

    private static OperActed NoteOf(Order ordered, string verb, string node, string text) =>
        Auditing.Note(ordered.By is { Length: > 0 } by ? by : "a console", verb, node, text);

    private string Acts(string number)
    {
        int most = int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int n) ? n : 0;
        IReadOnlyCollection<OperAct> acts = replica.Network.Audit.Acts;
        return acts.Count == 0 ? "nothing is noted" : string.Join('\n', acts.TakeLast(most).Select(Audit.Show));
    }

    private void Refuse(int order, string why) => Answer(order, false, why);

    private void Answer(int order, bool isAccepted, string text) =>
        shell.AnswerOrder(order, new OrderReply(Payload.FormatVersion, isAccepted, text));
}
