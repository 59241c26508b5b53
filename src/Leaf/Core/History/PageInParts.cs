using IrcNats.History;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Leaf.Core;

/// <summary>
/// A page whose newer part is in memory: what is still to be read of it elsewhere, and the two put together. They meet
/// at the edge of the memory, so nothing is missing and nothing comes twice.
/// </summary>
/// <param name="Newer">What the memory has of it, oldest first.</param>
/// <param name="Older">What it does not have; null: it has all.</param>
sealed record PageInParts(HistoryQuery Query, IReadOnlyList<KeptMessage> Newer, OlderPart? Older)
{
    /// <param name="last">The history's newest message in the log; null: it has none.</param>
    public static PageInParts Of(
        HistoryQuery query, RecentMessages memory, Mark? archivedUpTo, Position? last,
        Func<KeptKind, string, bool> shows)
    {
        List<KeptMessage> newer = memory.Read(query, shows);
        bool isEnough = query.TakesNewest && newer.Count > query.Limit;
        if (isEnough || memory.EdgeOf(query.Target) is not { } edge || query.UpTo(edge.Mark, edge.Time) is not { } rest)
            return new PageInParts(query, newer, null);
        return new PageInParts(
            query, newer, new OlderPart(rest, archivedUpTo, memory.NewestBefore(query.Target, last)));
    }

    /// <param name="isErased">Whether a message was taken out of the history.</param>
    /// <param name="isInDoubt">Whether nobody knows of a message that is not in memory if it was.</param>
    public HistoryPage With(
        HistoryPage older, Func<KeptMessage, bool> isErased, Func<KeptMessage, bool> isInDoubt)
    {
        // A page that reads forwards ends before what was not read: the newer part is behind that.
        IReadOnlyList<KeptMessage> newer = older.HasMore && !Query.TakesNewest ? [] : Newer;
        HistoryPage whole = HistoryPage.Of(
            Query, [.. older.Messages.Where(m => !isInDoubt(m)).Concat(newer).Where(m => !isErased(m))]);
        return whole with { HasMore = whole.HasMore || older.HasMore };
    }
}
