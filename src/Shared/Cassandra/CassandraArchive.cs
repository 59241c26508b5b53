using Cassandra;
using IrcNats.History;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Cassandra;

/// <summary>
/// An archive in Cassandra. Rows carry what was said with a time stamp that follows from the message, so that the same
/// message written twice is one row, and one that was deleted stays deleted whoever writes it again.
/// </summary>
public sealed class CassandraArchive : IHistoryArchive
{
    // Reads under way at a time for one question.
    private const int Together = 16;

    private readonly CassandraSession _session;
    private volatile HistoryRetention _retention;

    private CassandraArchive(CassandraSession session, HistoryRetention retention) =>
        (_session, _retention) = (session, retention);

    private HistoryTables Tables => _session.Tables;

    /// <summary>Connects; makes keyspace and tables if they are not there and this process is to make them.</summary>
    /// <exception cref="HistorySilentException">No host lets this process in, or nobody has made them yet.</exception>
    /// <exception cref="HistorySchemaException">The tables are of another version.</exception>
    public static async Task<CassandraArchive> StartAsync(
        CassandraOptions options, string network, HistoryRetention retention, CancellationToken stop) =>
        new(await CassandraSession.OpenAsync(options, network, stop), retention);

    public Task<IHistoryPen> OpenAsync(ulong epoch, CancellationToken stop) =>
        CassandraPen.OpenAsync(_session, () => _retention, epoch, stop);

    public async Task<HistoryPage> ReadAsync(HistoryQuery query, CancellationToken stop)
    {
        List<KeptMessage> found = [];
        List<string> unreadable = [];
        List<TargetBucket> buckets = TargetBucket.Within(
            query, await TargetBucket.OfAsync(_session, query.Target.Key, stop));
        // The first bucket mostly has a page; a quiet target's are read several at a time.
        for (int from = 0, count = 1; from < buckets.Count && found.Count <= query.Limit; from += count)
        {
            count = Math.Min(from == 0 ? 1 : Math.Min(from + 1, Together), buckets.Count - from);
            List<KeptMessage>[] parts = await Task.WhenAll(
                buckets.GetRange(from, count).Select(b => ReadAsync(query, b.Number, unreadable, stop)));
            found.AddRange(parts.SelectMany(part => part).Take(query.Limit + 1 - found.Count));
        }

        if (query.TakesNewest) found.Reverse();
        return HistoryPage.Of(query, found) with { Unreadable = unreadable };
    }

    public async Task<IReadOnlyList<HistoryActivity>> ActiveAsync(
        HistoryActivityQuery query, CancellationToken stop)
    {
        List<HistoryActivity> newest = [];
        HistoryTarget[] all =
            [.. query.Targets.Concat(await CorrespondentsAsync(query.Account, stop)).Distinct()];
        foreach (HistoryTarget[] some in all.Chunk(Together))
        {
            HistoryPage[] pages = await Task.WhenAll(
                some.Select(t => ReadAsync(HistoryQuery.Latest(t, null, 1), stop)));
            newest.AddRange(
                from found in some.Zip(pages)
                from message in found.Second.Messages
                select new HistoryActivity(found.First, message.Mark, message.Time));
        }

        return query.Select(newest);
    }

    public async Task<HistoryScan> ScanAsync(string? account, string? from, int limit, CancellationToken stop)
    {
        var (rows, next) = await ScanRowsAsync(_session, from, limit, stop);
        List<HistoryItem> items = [];
        List<string> unreadable = [];
        foreach (Row row in rows)
            if (Read(row, unreadable) is { } archived && (account is null || archived.Message.Account == account)
                && HistoryTarget.TryParse(archived.Target, out HistoryTarget target))
                items.Add(new HistoryItem(target, archived.Message));
        return new HistoryScan(items, next) { Unreadable = unreadable };
    }

    /// <summary>Rows that are written from now on live as long as it says.</summary>
    public Task RetainAsync(HistoryRetention keeps, CancellationToken stop)
    {
        _retention = keeps;
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => _session.DisposeAsync();

    /// <summary>This network's rows of the next so many of all, and where the ones behind begin.</summary>
    internal static async Task<(List<Row> Rows, string? Next)> ScanRowsAsync(
        CassandraSession session, string? from, int limit, CancellationToken stop)
    {
        HistoryBatch.CheckLimit(limit);
        BoundStatement all = session.Tables.All.Bind();
        all.SetPageSize(limit).SetAutoPage(false);
        if (from is not null) all.SetPagingState(Convert.FromHexString(from));
        RowSet part = await session.ExecuteAsync(all, stop);
        List<Row> rows = [.. part.Where(row => row.GetValue<string>("network") == session.Network)];
        return (rows, part.PagingState is { } next ? Convert.ToHexString(next) : null);
    }

    private static Archived? Read(Row row, List<string> unreadable)
    {
        if (Codec.TryDecode(row.GetValue<byte[]>("body") ?? [], out Archived? archived, out string? error))
            return archived;
        lock (unreadable) unreadable.Add($"row {CassandraSession.MarkOf(row)}: {error}");
        return null;
    }

    // One more than the limit, if there are so many.
    private async Task<List<KeptMessage>> ReadAsync(
        HistoryQuery query, int bucket, List<string> unreadable, CancellationToken stop)
    {
        List<KeptMessage> found = [];
        await foreach (Row row in _session.RowsAsync(Select(query, bucket), query.Limit + 3, stop))
        {
            // The rows of both ends are in the range; whether the ends are wanted is seen here.
            if (Read(row, unreadable)?.Message is not { } message || !query.IsAbove(message) || !query.IsBelow(message))
                continue;
            found.Add(message);
            if (found.Count > query.Limit) break;
        }

        return found;
    }

    private BoundStatement Select(HistoryQuery query, int bucket)
    {
        var (e1, s1, i1) = query.Lower?.Mark is { } lower ? CassandraSession.KeyOf(lower) : (0, 0, int.MinValue);
        var (e2, s2, i2) = query.Upper?.Mark is { } upper
            ? CassandraSession.KeyOf(upper) : (long.MaxValue, long.MaxValue, int.MaxValue);
        long since = Math.Max(query.Since, query.Lower is { Mark: null } from ? from.Time : long.MinValue);
        long until = query.Upper is { Mark: null } to ? to.Time : long.MaxValue;
        return (query.TakesNewest ? Tables.Newest : Tables.Oldest).Bind(
            _session.Network, query.Target.Key, bucket, e1, s1, i1, e2, s2, i2, since, until);
    }

    private async Task<IEnumerable<HistoryTarget>> CorrespondentsAsync(string? account, CancellationToken stop)
    {
        if (account is null) return [];
        RowSet rows = await _session.ExecuteAsync(
            Tables.Correspondents.Bind(_session.Network, account, HistoryActivityQuery.TargetsMax), stop);
        return
            from row in rows
            let isTarget = HistoryTarget.TryParse(row.GetValue<string>("target"), out _)
            where isTarget
            select Parse(row.GetValue<string>("target"));
    }

    private static HistoryTarget Parse(string key) => HistoryTarget.TryParse(key, out HistoryTarget target)
        ? target : throw new InvalidDataException($"'{key}' is no target");
}
