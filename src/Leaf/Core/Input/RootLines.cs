using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Leaf.Core;

/// <summary>
/// Lines that the root decides: a bounded number of each session at a time, and of all sessions together. A session
/// that finds no room waits for it.
/// </summary>
sealed class RootLines(Replica replica, Output output, Requests requests, NextLine next)
{
    private const int MostOfSession = 64;

    private readonly Queue<Session> _starved = [];

    /// <summary>There is no room for one more of the session's.</summary>
    public bool IsFull(Session session) => session.InFlight >= MostOfSession || requests.IsFull;

    /// <summary>There is room for one more. False: the session is looked at again when there is.</summary>
    public bool HasRoom(Session session)
    {
        if (session.InFlight >= MostOfSession) return false;
        if (!requests.IsFull) return true;
        if (!session.Starved) _starved.Enqueue(session);
        session.Starved = true;
        return false;
    }

    /// <summary>Requests were answered: sessions that found no room may have it now.</summary>
    public void WakeStarved()
    {
        while (!requests.IsFull && _starved.TryDequeue(out Session? session))
        {
            session.Starved = false;
            next.Try(session);
        }
    }

    /// <param name="hidden">What the answer has to say and the root does not know; null: nothing.</param>
    public void Ask(
        Session session, Line line, IReadOnlyList<Ticket>? tickets = null, string? hidden = null)
    {
        string? label = session.LabelOf(line.Tags["label"]);
        Line relayed = line with { Source = null, Tags = RelayedTags(session, line) };
        Ask(session, new ClientLine(session.Number, label, relayed.ToString()) { Hidden = hidden }, tickets);
    }

    public void Ask(Session session, Ask ask, IReadOnlyList<Ticket>? tickets = null)
    {
        if (replica.IsTooNew(ask))
        {
            Line refusal = StandardReply.Fail(ask.Verb, "TEMPORARILY_UNAVAILABLE", BuildLevel.NotYet);
            output.Answer(session, ask.AnswerLabel, refusal);
            return;
        }

        session.InFlight++;
        session.Asked.Enqueue(requests.Send(ask, session, replica.Now, tickets));
    }

    /// <summary>The tags of a line that others get to see.</summary>
    public Tags RelayedTags(Session session, Line line) =>
        session.Has(Capabilities.MessageTags) ? TagRules.Relayed(replica.Config, line.Tags) : Tags.None;
}
