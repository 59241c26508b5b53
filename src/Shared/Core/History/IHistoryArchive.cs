namespace IrcNats.History;

/// <summary>
/// What was said, by target, for as long as it is kept. One archiver writes it in the order of the log, any number of
/// leaves read it. Every method is bounded, throws a <see cref="HistoryException"/> when the archive cannot do it, and
/// may be called from any thread. What a reader sees it sees whole: every message that was appended before it asked,
/// unless that was deleted.
/// </summary>
public interface IHistoryArchive : IAsyncDisposable
{
    /// <summary>
    /// Takes the archive over for writing: pens that were opened before write no more, whoever holds them.
    /// </summary>
    /// <param name="epoch">Of the root that this archiver works for.</param>
    /// <exception cref="HistoryFencedException">One of a later epoch has written.</exception>
    Task<IHistoryPen> OpenAsync(ulong epoch, CancellationToken stop);

    Task<HistoryPage> ReadAsync(HistoryQuery query, CancellationToken stop);

    Task<IReadOnlyList<HistoryActivity>> ActiveAsync(HistoryActivityQuery query, CancellationToken stop);

    /// <summary>
    /// Everything that is archived, part by part, for an export. What is appended meanwhile may be in it or not.
    /// </summary>
    /// <param name="account">Only what this account said or did; null: all.</param>
    /// <param name="from">What the part before named as next; null: the beginning.</param>
    /// <param name="limit">Messages to look at, 1 to <see cref="HistoryQuery.LimitMax"/>: a part may have
    /// fewer.</param>
    Task<HistoryScan> ScanAsync(string? account, string? from, int limit, CancellationToken stop);

    /// <summary>
    /// From now on the archive keeps this and no more. Said by the process that writes it, when the configuration
    /// changes.
    /// </summary>
    Task RetainAsync(HistoryRetention keeps, CancellationToken stop);
}
