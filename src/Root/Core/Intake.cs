using IrcNats.Wire;

namespace IrcNats.Root.Core;

/// <summary>
/// What this root has taken from one leaf process: the number it expects next, and its newest replies, so that a
/// request that comes again is told the same again. Bounded as a leaf's window is.
/// </summary>
sealed class Intake(ulong incarnation, ulong next)
{
    private const int Kept = State.LeafRecord.Kept;
    private readonly Queue<Reply> _order = [];
    private readonly Dictionary<ulong, Reply> _byRequest = [];

    /// <summary>The lowest number that may be taken next: a request's turn comes by <see cref="IsTurnOf"/>.</summary>
    public ulong Next { get; private set; } = next;

    /// <summary>The gap a resend was asked for, so that a burst behind one gap asks once.</summary>
    public ulong AskedResendOf { get; set; }

    /// <summary>A later process of the leaf begins; it says so first of all.</summary>
    public bool GivesWayTo(Request request) => incarnation < request.Incarnation && request.Ask is LeafUp;

    /// <summary>Its numbers can be those of this process: no leaf has more unanswered than are kept.</summary>
    public bool MayTake(Request request) =>
        incarnation == request.Incarnation && request.Oldest <= request.Number && request.Oldest <= Next + Kept;

    /// <summary>
    /// Whether its turn has come: it is the one expected, or what is expected before it was answered before this root
    /// and is not sent again.
    /// </summary>
    public bool IsTurnOf(Request request) => request.Number == Next
        || (request.Behind < Next && request.Number > Next && request.Number - Next <= Kept);

    /// <summary>The leaf waits for nothing below this number any more, and will not send it again.</summary>
    public void NoLongerWaits(ulong below) => Next = Math.Max(Next, below);

    public Reply? Find(ulong request) => _byRequest.GetValueOrDefault(request);

    public void Took(Reply reply)
    {
        Next = reply.Request + 1;
        _order.Enqueue(reply);
        _byRequest[reply.Request] = reply;
        if (_order.Count > Kept) _byRequest.Remove(_order.Dequeue().Request);
    }
}
