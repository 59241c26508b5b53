using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;

namespace IrcNats.Leaf.Core;

// Who is typing is worth nothing a moment later: such a message is sent now or dropped. It waits for nothing, costs
// nothing of the budget for real lines, and is the first that a slow reader does not get.
// https://ircv3.net/specs/client-tags/typing
public sealed partial class LeafCore
{
    /// <summary>Bytes that wait for a reader who is not told of typing any more.</summary>
    public const int TypingBound = 4096;

    // The specification asks clients for one in three seconds; several targets at once are allowed for.
    private const int TypingInterval = 1000, TypingBurst = 5;

    /// <summary>Typing notifications that were dropped, from clients and on the way to them.</summary>
    public long TypingDropped { get; private set; }

    // Null: a line like any other. A label asks for an answer, so such a line is treated as one.
    private bool? TakeTyping(Session session, in Received next)
    {
        if (next.Read.Line is not { Command: "TAGMSG" } line || !TagRules.IsTyping(line.Tags)) return null;
        if (LabelOf(session, line.Tags["label"]) is not null) return null;
        session.Backlog.Dequeue();
        bool isHeld = session.Throttled || session.InFlight >= InFlightPerSession || _requests.IsFull || RootIsQuiet;
        if (isHeld || !MayTypeNow(session)) TypingDropped++;
        else Ask(session, line);
        return true;
    }

    // As many as the burst at once, and then one in each interval.
    private bool MayTypeNow(Session session)
    {
        long due = Math.Max(session.TypingDue, _now);
        if (due - _now > TypingInterval * (TypingBurst - 1)) return false;
        session.TypingDue = due + TypingInterval;
        return true;
    }

    internal bool IsTooSlowFor(Session session, Delivery delivery)
    {
        if (!delivery.IsFleeting || session.Link.Waiting <= TypingBound) return false;
        TypingDropped++;
        return true;
    }
}
