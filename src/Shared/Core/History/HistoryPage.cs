using IrcNats.Wire;

namespace IrcNats.History;

/// <summary>What a query found, oldest first.</summary>
/// <param name="HasMore">The query's range has more than its limit let through.</param>
public sealed record HistoryPage(IReadOnlyList<KeptMessage> Messages, bool HasMore)
{
    public static HistoryPage Empty { get; } = new([], false);

    /// <summary>
    /// What was passed over because it cannot be read: where it is and what is wrong with it. For whoever asked to log.
    /// </summary>
    public IReadOnlyList<string> Unreadable { get; init; } = [];

    /// <summary>The page of a range's messages, oldest first, one more than the limit if there are so many.</summary>
    public static HistoryPage Of(HistoryQuery query, List<KeptMessage> found)
    {
        int over = found.Count - query.Limit;
        if (over > 0) found.RemoveRange(query.TakesNewest ? 0 : query.Limit, over);
        return new(found, over > 0);
    }

    /// <summary>One page of the two that <see cref="HistoryQuery.Around"/> asks for.</summary>
    public static HistoryPage Around(HistoryPage? before, HistoryPage from) => before is null ? from
        : new([.. before.Messages, .. from.Messages], before.HasMore || from.HasMore)
        {
            Unreadable = [.. before.Unreadable, .. from.Unreadable],
        };
}

/// <summary>A message and whose history it belongs to.</summary>
public readonly record struct HistoryItem(HistoryTarget Target, KeptMessage Message);

/// <summary>A part of everything that an archive has, in an order of its own.</summary>
/// <param name="Next">Where the next part begins; null when this was the last one.</param>
public sealed record HistoryScan(IReadOnlyList<HistoryItem> Items, string? Next)
{
    /// <summary>As in <see cref="HistoryPage.Unreadable"/>.</summary>
    public IReadOnlyList<string> Unreadable { get; init; } = [];
}

/// <summary>One step of forgetting an account.</summary>
/// <param name="Removed">Messages that this step removed.</param>
/// <param name="Next">Where the next step begins; null when all is done.</param>
public sealed record HistoryForgotten(int Removed, string? Next);
