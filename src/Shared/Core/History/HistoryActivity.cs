using IrcNats.State;

namespace IrcNats.History;

/// <summary>A target's newest message: when it was, and which.</summary>
public readonly record struct HistoryActivity(HistoryTarget Target, Mark Newest, long Time);

/// <summary>
/// Which targets' newest message is between two times, neither of them included (Unix milliseconds).
/// https://ircv3.net/specs/extensions/chathistory
/// </summary>
public sealed record HistoryActivityQuery
{
    /// <summary>Targets that one query may name, and correspondents of an account that are looked at.</summary>
    public const int TargetsMax = 1000;

    /// <param name="targets">Those that are looked at: the channels that the asker may read.</param>
    /// <param name="account">Whose direct messages are looked at too; null: nobody's.</param>
    public HistoryActivityQuery(
        IReadOnlyCollection<HistoryTarget> targets, string? account, long after, long before, int limit)
    {
        if (targets.Count > TargetsMax)
            throw new ArgumentException($"{targets.Count} targets, at most {TargetsMax}", nameof(targets));
        if (limit is < 1 or > HistoryQuery.LimitMax)
            throw new ArgumentOutOfRangeException(nameof(limit), limit, $"1 to {HistoryQuery.LimitMax} targets");
        (Targets, Account) = (targets, account is null ? null : HistoryTarget.Fold(account));
        (After, Before, Limit) = (after, before, limit);
    }

    public IReadOnlyCollection<HistoryTarget> Targets { get; }
    /// <summary>Folded, as targets have it.</summary>
    public string? Account { get; }
    public long After { get; }
    public long Before { get; }
    public int Limit { get; }
    /// <summary>When there are more than the limit, those with the newest messages are taken; else the oldest.
    /// </summary>
    public bool TakesNewest { get; init; }

    /// <summary>The answer, of targets each with its newest message: the oldest activity first.</summary>
    public IReadOnlyList<HistoryActivity> Select(IEnumerable<HistoryActivity> newest)
    {
        List<HistoryActivity> within =
        [
            .. newest.Where(a => a.Time > After && a.Time < Before).DistinctBy(a => a.Target)
                .OrderBy(a => a.Newest).ThenBy(a => a.Target.Key, StringComparer.Ordinal),
        ];
        return [.. TakesNewest ? within.TakeLast(Limit) : within.Take(Limit)];
    }
}
