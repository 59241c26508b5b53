using IrcNats.Protocol;
using IrcNats.Rules;

namespace IrcNats.Leaf.Core;

/// <summary>
/// A typing notification is worth nothing a moment later: it is sent now or dropped. It waits for nothing and costs
/// nothing of the budget for real lines. A slow reader gets none.
/// https://ircv3.net/specs/client-tags/typing
/// </summary>
sealed class Typing(Replica replica, RootLines rootLines)
{
    /// <summary>A reader with more bytes waiting is not told of typing.</summary>
    public const int Bound = 4096;

    // The specification asks clients for one in three seconds; several targets at once are allowed for.
    private const int Interval = 1000, Burst = 5;

    /// <summary>Typing notifications that were dropped, from clients and on the way to them.</summary>
    public long Dropped { get; private set; }

    /// <summary>Takes the line if it is such a message, and a label does not ask for an answer. False: it is a line
    /// like any other.</summary>
    public bool Take(Session session, in Received next)
    {
        if (next.Read.Line is not { Command: "TAGMSG" } line || !TagRules.IsTyping(line.Tags)) return false;
        if (session.LabelOf(line.Tags["label"]) is not null) return false;
        session.Backlog.Dequeue();
        bool isHeld = session.Throttled || rootLines.IsFull(session) || replica.RootIsQuiet;
        if (isHeld || !MayTypeNow(session)) Dropped++;
        else rootLines.Ask(session, line);
        return true;
    }

    /// <summary>The session reads too slowly to be told.</summary>
    public bool IsTooSlowFor(Session session, Delivery delivery)
    {
        if (!delivery.IsFleeting || session.Link.Waiting <= Bound) return false;
        Dropped++;
        return true;
    }

    // As many as the burst at once, and then one in each interval.
    private bool MayTypeNow(Session session)
    {
        long due = Math.Max(session.TypingDue, replica.Now);
        if (due - replica.Now > Interval * (Burst - 1)) return false;
        session.TypingDue = due + Interval;
        return true;
    }
}
