using IrcNats.Commands;
using IrcNats.Wire;

namespace IrcNats.Leaf.Core;

/// <summary>
/// The root's answers to this leaf's requests. An answer is kept until the log has come as far as it depends on, and is
/// then given to the unit that waits for it.
/// </summary>
sealed class Replies(
    LeafProcess self, Replica replica, Requests requests, Contact contact, Sessions sessions, RootLines rootLines,
    AnswerOrder order, Registration registration, Barrier barrier, Output output)
{
    // Replies that wait for the log. A reply beyond that is dropped, and its request is sent again later.
    private const int MostGated = 2 * Requests.Window;

    private readonly PriorityQueue<Reply, (ulong After, ulong Request)> _gated = new();

    /// <summary>The root knows this process.</summary>
    public bool IsUp { get; private set; }

    /// <summary>The root's answer to a request, perhaps before the log brings what it depends on.</summary>
    public void Take(Reply reply)
    {
        if (reply.Incarnation != self.Incarnation || reply.Epoch < replica.Network.Epoch) return;
        if (requests.Find(reply.Request) is not { } pending) return;
        replica.SawRoot();
        contact.Heard(pending, reply.After);
        if (reply.Kind == ReplyKind.Resend) requests.Resend(replica.Now);
        else if (reply.After <= replica.Network.Seq) Release(reply);
        else if (_gated.Count < MostGated) _gated.Enqueue(reply, (reply.After, reply.Request));
    }

    /// <summary>The log has come further.</summary>
    public void ReleaseGated()
    {
        while (_gated.TryPeek(out Reply? reply, out _) && reply.After <= replica.Network.Seq)
        {
            _gated.Dequeue();
            Release(reply);
        }
    }

    /// <summary>The log has brought what one of our requests came to.</summary>
    public void OutcomeShown(Outcome outcome)
    {
        if (self.OwnOrigin(outcome) is not { } origin) return;
        if (requests.Complete(origin.Request) is not { } pending) return;
        contact.Heard(pending, replica.Network.Seq);
        Completed(pending, outcome.Replies);
        rootLines.WakeStarved();
    }

    /// <summary>The request is answered: its entry of the log has been shown, and these lines are the rest.</summary>
    public void Completed(Pending pending, IReadOnlyList<string> lines)
    {
        switch (pending.Ask)
        {
            case LeafUp:
                IsUp = true;
                break;
            case Sync:
                barrier.Answered(pending);
                break;
            case SessionOpened when pending.Session is { } session:
                if (session.Stage == Stage.Opening) registration.Refused(session, lines);
                else if (session.IsLive) foreach (string line in lines) output.Tell(session, ReplyLine.Read(line));
                break;
            case AccountAsked when pending.Session is { } session:
                registration.AccountAnswered(session, pending, lines);
                break;
            case SessionClosed when pending.Session is { } session:
                sessions.End(session, Ending.KnownToNetwork);
                break;
            case ClientLine or ClientBatch when pending.Session is { } session:
                session.InFlight--;
                if (session.IsLive)
                    order.Show(session, pending.Number, pending.Ask.AnswerLabel, Unhidden(pending.Ask, lines));
                break;
        }
    }

    private static IReadOnlyList<string> Unhidden(Ask ask, IReadOnlyList<string> lines) =>
        ask is ClientLine { Hidden: { } hidden }
            ? [.. lines.Select(line => line.Replace($" {LineSecret.Hidden}", $" {hidden}", StringComparison.Ordinal))]
            : lines;

    // A reply is good only in its own epoch, and there only up to an entry of another root: decisions behind such an
    // entry never come to be. The request is sent to the next root.
    private void Release(Reply reply)
    {
        if (reply.Epoch != replica.Network.Epoch || reply.After >= replica.Network.InterruptedAt) return;
        if (requests.Complete(reply.Request) is not { } pending) return;
        Completed(pending, reply.Lines);
        rootLines.WakeStarved();
    }
}
