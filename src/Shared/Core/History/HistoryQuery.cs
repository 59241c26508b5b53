using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.History;

/// <summary>
/// A part of one target's history: between two places, neither of them included, and of what is there the newest or the
/// oldest so many. CHATHISTORY's subcommands are all of this shape. https://ircv3.net/specs/extensions/chathistory
/// </summary>
public sealed record HistoryQuery
{
    /// <summary>Messages that one query may ask for.</summary>
    public const int LimitMax = 1000;

    private HistoryQuery(HistoryTarget target, int limit)
    {
        if (limit is < 1 or > LimitMax)
            throw new ArgumentOutOfRangeException(nameof(limit), limit, $"a page has 1 to {LimitMax} messages");
        (Target, Limit) = (target, limit);
    }

    public HistoryTarget Target { get; }
    public int Limit { get; private init; }
    /// <summary>Null: from the beginning.</summary>
    public HistoryPoint? Lower { get; private init; }
    /// <summary>Null: to the end.</summary>
    public HistoryPoint? Upper { get; private init; }
    /// <summary>What is at <see cref="Lower"/> itself is included.</summary>
    public bool FromLower { get; private init; }
    /// <summary>What is at <see cref="Upper"/> itself is included.</summary>
    public bool ToUpper { get; private init; }
    /// <summary>When there is more than the limit, the newest of it are taken; else the oldest.</summary>
    public bool TakesNewest { get; private init; }
    /// <summary>Nothing before this time is shown, whatever is asked (Unix milliseconds).</summary>
    public long Since { get; init; } = long.MinValue;

    /// <summary>The newest messages, down to the place if one is given.</summary>
    public static HistoryQuery Latest(HistoryTarget target, HistoryPoint? after, int limit) =>
        new(target, limit) { Lower = after, TakesNewest = true };

    public static HistoryQuery Before(HistoryTarget target, HistoryPoint before, int limit) =>
        new(target, limit) { Upper = before, TakesNewest = true };

    public static HistoryQuery After(HistoryTarget target, HistoryPoint after, int limit) =>
        new(target, limit) { Lower = after };

    /// <summary>
    /// From the first place towards the second, which may be the earlier one: then it is read backwards. Of a time and
    /// a message the first is taken for the earlier one: look up the message's time to know it.
    /// </summary>
    public static HistoryQuery Between(HistoryTarget target, HistoryPoint first, HistoryPoint second, int limit) =>
        IsBehind(first, second)
            ? new(target, limit) { Lower = second, Upper = first, TakesNewest = true }
            : new(target, limit) { Lower = first, Upper = second };

    /// <summary>
    /// From the first place back to the second, the newest first counted. For a time and a message, of which nobody
    /// knows which is earlier: either this or <see cref="Between"/> finds nothing.
    /// </summary>
    public static HistoryQuery Backwards(
        HistoryTarget target, HistoryPoint first, HistoryPoint second, int limit) =>
        new(target, limit) { Lower = second, Upper = first, TakesNewest = true };

    /// <summary>The newest messages from a place on, and before another; null: no such bound.</summary>
    public static HistoryQuery Within(HistoryTarget target, HistoryPoint? from, HistoryPoint? before, int limit) =>
        new(target, limit) { Lower = from, FromLower = true, Upper = before, TakesNewest = true };

    /// <summary>
    /// Half before the place, and the other half from it on: two queries, whose pages
    /// <see cref="HistoryPage.Around"/> makes one of. A limit of 1 has nothing before it: then the first is null.
    /// </summary>
    public static (HistoryQuery? Before, HistoryQuery From) Around(HistoryTarget target, HistoryPoint at, int limit) =>
        (limit == 1 ? null : Before(target, at, limit / 2),
            new(target, limit - limit / 2) { Lower = at, FromLower = true });

    /// <summary>That message alone.</summary>
    public static HistoryQuery Of(HistoryTarget target, Mark message) =>
        new(target, 1)
        {
            Lower = HistoryPoint.Of(message), Upper = HistoryPoint.Of(message), FromLower = true, ToUpper = true,
        };

    /// <summary>The message is not too early.</summary>
    public bool IsAbove(KeptMessage message) => IsAbove(message.Mark, message.Time);

    /// <summary>The message is not too late.</summary>
    public bool IsBelow(KeptMessage message) => IsBelow(message.Mark, message.Time);

    /// <summary>A message there, of that time, is not too early.</summary>
    public bool IsAbove(Mark mark, long time)
    {
        if (time < Since) return false;
        int order = Lower?.Compare(mark, time) ?? 1;
        return order > 0 || (order == 0 && FromLower);
    }

    /// <summary>A message there, of that time, is not too late.</summary>
    public bool IsBelow(Mark mark, long time)
    {
        int order = Upper?.Compare(mark, time) ?? -1;
        return order < 0 || (order == 0 && ToUpper);
    }

    /// <summary>The part of it that ends with this message; null: nothing can be there.</summary>
    /// <param name="time">Of the message: what is behind it is not earlier.</param>
    public HistoryQuery? UpTo(Mark last, long time)
    {
        if (!IsAbove(last, time)) return null;
        return IsBelow(last, time) ? this with { Upper = HistoryPoint.Of(last), ToUpper = true } : this;
    }

    /// <summary>The rest of it when a page of it was read, behind the page (or before it, where it reads backwards).
    /// </summary>
    public HistoryQuery Behind(HistoryPage page, int limit)
    {
        if (limit is < 1 or > LimitMax) throw new ArgumentOutOfRangeException(nameof(limit), limit, "no page");
        return TakesNewest
            ? this with { Limit = limit, Upper = HistoryPoint.Of(page.Messages[0].Mark), ToUpper = false }
            : this with { Limit = limit, Lower = HistoryPoint.Of(page.Messages[^1].Mark), FromLower = false };
    }

    private static bool IsBehind(HistoryPoint first, HistoryPoint second) => (first.Mark, second.Mark) switch
    {
        ({ } one, { } other) => one > other,
        (null, null) => first.Time > second.Time,
        _ => false,
    };
}
