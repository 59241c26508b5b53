using System.Collections.Concurrent;
using IrcNats.History;
using IrcNats.State;
using IrcNats.Wire;
using Microsoft.Data.Sqlite;

namespace IrcNats.Sqlite;

/// <summary>
/// An archive in a file of its own, which several processes of one machine may have open. It is a file of its own so
/// that nothing else waits for its writer, and so that what is deleted can be wiped from its write-ahead log at once.
/// </summary>
public sealed class SqliteArchive : IHistoryArchive
{
    // Reads at a time; each has a connection, and whoever comes when all are used waits.
    private const int ReadersMax = 4;

    private const string Columns = "SELECT target, epoch, seq, item, body FROM message";

    private readonly string _path;
    private readonly SemaphoreSlim _readers = new(ReadersMax);
    private readonly ConcurrentBag<SqliteConnection> _idle = [];
    private volatile HistoryRetention _retention;

    private SqliteArchive(string path, HistoryRetention retention) => (_path, _retention) = (path, retention);

    /// <summary>Opens the file, and makes it if it is not there.</summary>
    /// <exception cref="HistorySchemaException">It is something else.</exception>
    public static async Task<SqliteArchive> StartAsync(
        string path, HistoryRetention retention, CancellationToken stop)
    {
        SqliteArchive archive = new(path, retention);
        try
        {
            await Task.Run(
                () =>
                {
                    SqliteConnection connection = Connect(path);
                    archive._idle.Add(connection);
                    HistorySchema.Ensure(connection, path);
                },
                stop);
            return archive;
        }
        catch (Exception e)
        {
            await archive.DisposeAsync();
            if (e is SqliteException fault) throw fault.ToHistory(path);
            throw;
        }
    }

    public async Task<IHistoryPen> OpenAsync(ulong epoch, CancellationToken stop) =>
        await SqlitePen.OpenAsync(_path, () => _retention, epoch, stop);

    public Task<HistoryPage> ReadAsync(HistoryQuery query, CancellationToken stop) =>
        ReadAsync(connection => Page(connection, query), stop);

    public Task<IReadOnlyList<HistoryActivity>> ActiveAsync(HistoryActivityQuery query, CancellationToken stop) =>
        ReadAsync(connection => query.Select(Newest(connection, query)), stop);

    public Task<HistoryScan> ScanAsync(string? account, string? from, int limit, CancellationToken stop)
    {
        ScanPlace place = ScanPlace.Parse(from);
        HistoryBatch.CheckLimit(limit);
        return ReadAsync(connection => Scan(connection, account, place, limit), stop);
    }

    /// <summary>The next <see cref="IHistoryPen.TrimAsync"/> keeps to it.</summary>
    public Task RetainAsync(HistoryRetention keeps, CancellationToken stop)
    {
        _retention = keeps;
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        while (_idle.TryTake(out SqliteConnection? connection)) connection.Dispose();
        _readers.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>A connection as reading and writing want it.</summary>
    internal static SqliteConnection Connect(string path)
    {
        SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }
            .ConnectionString);
        connection.Open();
        // Who reads waits for nobody, who writes waits for others that write. A batch is on the disk before it counts.
        connection.Run("""
            PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;
            """);
        return connection;
    }

    private async Task<T> ReadAsync<T>(Func<SqliteConnection, T> read, CancellationToken stop)
    {
        await _readers.WaitAsync(stop);
        try
        {
            // SQLite has no calls that wait: a thread of the pool waits for the disk.
            return await Task.Run(() => Read(read), stop);
        }
        catch (SqliteException e)
        {
            throw e.ToHistory(_path);
        }
        finally
        {
            _readers.Release();
        }
    }

    private T Read<T>(Func<SqliteConnection, T> read)
    {
        if (!_idle.TryTake(out SqliteConnection? connection)) connection = Connect(_path);
        try
        {
            using SqliteTransaction view = connection.BeginTransaction(deferred: true);
            return read(connection);
        }
        finally
        {
            _idle.Add(connection);
        }
    }

    private static HistoryPage Page(SqliteConnection connection, HistoryQuery query)
    {
        using SqliteCommand find = connection.Make(
            "SELECT id FROM target WHERE key = $key", ("$key", query.Target.Key));
        if (find.ExecuteScalar() is not long target) return HistoryPage.Empty;
        RowRange range = new(connection, target);
        if (!range.Narrow(query)) return HistoryPage.Empty;
        string order = query.TakesNewest ? "DESC" : "ASC";
        using SqliteCommand select = connection.Make($"""
            {Columns} WHERE target = $target
                AND (epoch, seq, item) >= ($e1, $s1, $i1) AND (epoch, seq, item) <= ($e2, $s2, $i2)
            ORDER BY epoch {order}, seq {order}, item {order}
            """);
        range.Bind(select);
        List<KeptMessage> found = [];
        List<string> unreadable = [];
        foreach (var (_, archived) in Rows(select, unreadable))
        {
            // The rows of both ends are in the range; whether the ends are wanted is seen here.
            if (query.IsAbove(archived.Message) && query.IsBelow(archived.Message)) found.Add(archived.Message);
            if (found.Count > query.Limit) break;
        }

        if (query.TakesNewest) found.Reverse();
        return HistoryPage.Of(query, found) with { Unreadable = unreadable };
    }

    private static IEnumerable<HistoryActivity> Newest(SqliteConnection connection, HistoryActivityQuery query)
    {
        using SqliteCommand newest = connection.Make("""
            SELECT epoch, seq, item, time FROM message WHERE target = (SELECT id FROM target WHERE key = $key)
            ORDER BY epoch DESC, seq DESC, item DESC LIMIT 1
            """);
        SqliteParameter key = newest.Parameters.Add("$key", SqliteType.Text);
        foreach (HistoryTarget target in query.Targets.Concat(Correspondents(connection, query.Account)))
        {
            key.Value = target.Key;
            using SqliteDataReader row = newest.ExecuteReader();
            if (!row.Read()) continue;
            Position at = new((ulong)row.GetInt64(1), row.GetInt32(2));
            yield return new HistoryActivity(target, new Mark((ulong)row.GetInt64(0), at), row.GetInt64(3));
        }
    }

    private static List<HistoryTarget> Correspondents(SqliteConnection connection, string? account)
    {
        if (account is null) return [];
        using SqliteCommand select = connection.Make(
            """
            SELECT key FROM target WHERE one = $account UNION SELECT key FROM target WHERE other = $account LIMIT $most
            """,
            ("$account", account), ("$most", HistoryActivityQuery.TargetsMax));
        List<HistoryTarget> found = [];
        using SqliteDataReader row = select.ExecuteReader();
        while (row.Read())
            if (HistoryTarget.TryParse(row.GetString(0), out HistoryTarget target)) found.Add(target);
        return found;
    }

    private static HistoryScan Scan(SqliteConnection connection, string? account, ScanPlace from, int limit)
    {
        using SqliteCommand select = ScanRows(connection, account, from, limit);
        List<HistoryItem> items = [];
        List<string> unreadable = [];
        ScanPlace last = from;
        foreach (var (place, archived) in Rows(select, unreadable, seen => last = seen))
            if (HistoryTarget.TryParse(archived.Target, out HistoryTarget target))
                items.Add(new HistoryItem(target, archived.Message));
        bool isLast = items.Count + unreadable.Count < limit;
        return new HistoryScan(items, isLast ? null : last.ToString()) { Unreadable = unreadable };
    }

    /// <summary>The rows behind a place, of one account or all.</summary>
    internal static SqliteCommand ScanRows(SqliteConnection connection, string? account, ScanPlace from, int limit) =>
        connection.Make(
            $"""
            {Columns} WHERE (target, epoch, seq, item) > ($target, $epoch, $seq, $item)
                {(account is null ? "" : "AND account = $account")}
            ORDER BY target, epoch, seq, item LIMIT $limit
            """,
            [
                ("$target", from.Target), ("$epoch", from.Epoch), ("$seq", from.Seq), ("$item", from.Item),
                ("$limit", limit), .. account is null ? [] : ((string, object?)[])[("$account", account)],
            ]);

    private static IEnumerable<(ScanPlace Place, Archived Archived)> Rows(
        SqliteCommand select, List<string> unreadable, Action<ScanPlace>? seen = null)
    {
        using SqliteDataReader row = select.ExecuteReader();
        while (row.Read())
        {
            ScanPlace place = ScanPlace.Of(row);
            seen?.Invoke(place);
            if (Codec.TryDecode(row.GetFieldValue<byte[]>(4), out Archived? archived, out string? error))
                yield return (place, archived);
            else unreadable.Add($"row {place}: {error}");
        }
    }
}
