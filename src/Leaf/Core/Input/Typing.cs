using IrcNats.Protocol;
using IrcNats.Rules;

namespace IrcNats.Leaf.Core;

/// <summary>
/// Typing notifications are worth nothing a moment later, so each is sent now or dropped. They wait for nothing, cost
/// nothing of the budget for real lines, and are the first that a slow reader does not get.
/// https://ircv3.net/specs/client-tags/typing
/// </summary>
sealed class Typing(Replica replica, RootLines rootLines)
{
    /// <summary>With so many bytes waiting, a reader is not told of typing any more.</summary>
    public const int Bound = 4096;

    // The specification asks clients for one in three seconds; this leaves room for several targets at once.
    private const int Interval = 1000, Burst = 5;

    /// <summary>Typing notifications that were dropped, from clients and on the way to them.</summary>
    public long Dropped { get; private set; }

    /// <summary>
    /// Takes the line if it is such a notification, and no label asks for an answer. False: it is a line like any
    /// other.
    /// </summary>
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

    /// <summary>Whether the session reads too slowly to be told.</summary>
    public bool IsTooSlowFor(Session session, Delivery delivery)
    {
        if (!delivery.IsFleeting || session.Link.Waiting <= Bound) return false;
        Dropped++;
        return true;
    }

    // As many as the burst at once, then one in each interval.
    private bool MayTypeNow(Session session)
    {
        long due = Math.Max(session.TypingDue, replica.Now);
        if (due - replica.Now > Interval * (Burst - 1)) return false;
        session.TypingDue = due + Interval;
        return true;
    }
}
