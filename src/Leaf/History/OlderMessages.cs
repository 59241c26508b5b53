using IrcNats.History;
using IrcNats.Leaf.Core;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Leaf.History;

/// <summary>
/// Finds the older parts of pages: in the archive, and where the archive is not as far yet, in the log itself, from a
/// channel's message to the one before it. What happened besides, such as JOIN, is not found that way.
/// </summary>
/// <param name="archive">Null: there is none.</param>
/// <param name="entry">Reads an entry of the log; null: it is not there any more.</param>
public sealed class OlderMessages(IHistoryArchive? archive, Func<ulong, Task<byte[]?>> entry)
{
    // Entries of the log that are read for a page, and pages of the archive for one that leaves out much.
    private const int StepsMax = 2000, RoundsMax = 8;

    /// <exception cref="HistoryException">It cannot be read now.</exception>
    public async Task<HistoryFound> FindAsync(HistoryWanted wanted, CancellationToken stop)
    {
        if (wanted.Export is var (account, from)) return await ScanAsync(account, from, stop);
        if (wanted.Activity is { } query) return await ActiveAsync(query, stop);
        List<HistoryPage> pages = [];
        foreach (OlderPart part in wanted.Parts) pages.Add(await PageAsync(part, wanted.Shows, stop));
        return new HistoryFound(pages);
    }

    private async Task<HistoryFound> ScanAsync(string account, string? from, CancellationToken stop)
    {
        if (archive is null) throw new HistorySilentException("there is no archive");
        return new HistoryFound([]) { Scan = await archive.ScanAsync(account, from, HistoryQuery.LimitMax, stop) };
    }

    private async Task<HistoryFound> ActiveAsync(HistoryActivityQuery query, CancellationToken stop) =>
        new([]) { Active = archive is null ? [] : await archive.ActiveAsync(query, stop) };

    private async Task<HistoryPage> PageAsync(OlderPart part, Func<KeptMessage, bool> shows, CancellationToken stop)
    {
        HistoryQuery query = part.Query;
        (List<KeptMessage> logged, bool isEnough) = await LoggedAsync(part, shows, stop);
        HistoryPage archived = isEnough || archive is null || part.ArchivedUpTo is null
            ? HistoryPage.Empty
            : await ArchivedAsync(archive, query, shows, stop);
        // What the archive was not asked for any more is before what the log has.
        if (archived.HasMore && !query.TakesNewest) logged = [];
        List<KeptMessage> all =
            [.. archived.Messages.Concat(logged).DistinctBy(m => m.Mark).OrderBy(m => m.Mark)];
        HistoryPage page = HistoryPage.Of(query, all);
        return page with { HasMore = page.HasMore || archived.HasMore, Unreadable = archived.Unreadable };
    }

    // Oldest first. It is enough when nothing older belongs to the page.
    private async Task<(List<KeptMessage> Found, bool IsEnough)> LoggedAsync(
        OlderPart part, Func<KeptMessage, bool> shows, CancellationToken stop)
    {
        List<KeptMessage> found = [];
        bool isEnough = false;
        Position? next = part.Newest;
        for (int steps = 0; next is { } at && !(part.ArchivedUpTo?.At >= at) && !isEnough; steps++)
        {
            stop.ThrowIfCancellationRequested();
            if (steps == StepsMax) throw new HistorySilentException($"{steps} messages or more are not archived yet");
            if (await ReadLogAsync(at, part.ArchivedUpTo is not null) is not { } logged) break;
            next = logged.Previous;
            if (!part.Query.IsAbove(logged.Message)) isEnough = true;
            else if (part.Query.IsBelow(logged.Message) && shows(logged.Message)) found.Add(logged.Message);
            isEnough |= part.Query.TakesNewest && found.Count > part.Query.Limit;
        }

        found.Reverse();
        return (found, isEnough);
    }

    // The log is trimmed only behind what is archived: a message that it does not give would be a hole in the page.
    private async Task<LoggedMessage?> ReadLogAsync(Position at, bool isArchived)
    {
        LoggedMessage? logged = await entry(at.Seq) is { } bytes ? LoggedMessage.In(bytes, at) : null;
        return logged is null && isArchived
            ? throw new HistorySilentException($"entry {at.Seq} is not archived yet, and the log does not give it")
            : logged;
    }

    // What is not shown does not count: a client that gets few messages believes that there are no more.
    private static async Task<HistoryPage> ArchivedAsync(
        IHistoryArchive archive, HistoryQuery query, Func<KeptMessage, bool> shows, CancellationToken stop)
    {
        int wanted = query.Limit;
        List<KeptMessage> found = [];
        List<string> unreadable = [];
        bool hasMore = true;
        for (int round = 0; round < RoundsMax && hasMore && found.Count < wanted; round++)
        {
            HistoryPage page = await archive.ReadAsync(query, stop);
            found.InsertRange(query.TakesNewest ? 0 : found.Count, page.Messages.Where(shows));
            unreadable.AddRange(page.Unreadable);
            hasMore = page.HasMore && page.Messages.Count > 0;
            if (hasMore) query = query.Behind(page, Math.Min(HistoryQuery.LimitMax, 4 * query.Limit));
        }

        return new HistoryPage(found, hasMore) { Unreadable = unreadable };
    }
}
