using IrcNats.History;
using IrcNats.State;
using IrcNats.Wire;
using Microsoft.Data.Sqlite;

namespace IrcNats.Sqlite;

/// <summary>Writes an archive in SQLite: each call is one transaction, which begins by seeing whose turn it is.
/// </summary>
sealed class SqlitePen : IHistoryPen
{
    // Row numbers of targets that are remembered; beyond, all are looked up again.
    private const int TargetsKnown = 10_000;

    private readonly string _path;
    private readonly Func<HistoryRetention> _retention;
    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, long> _targets = new(StringComparer.Ordinal);
    private long _pen;

    private SqlitePen(string path, Func<HistoryRetention> retention) =>
        (_path, _retention, _connection) = (path, retention, Connect(path));

    public ArchivedUpTo? UpTo { get; private set; }

    public static async Task<IHistoryPen> OpenAsync(
        string path, Func<HistoryRetention> retention, ulong epoch, CancellationToken stop)
    {
        SqlitePen? pen = null;
        try
        {
            return await Task.Run(
                () =>
                {
                    pen = new(path, retention);
                    pen.TakeOver((long)epoch);
                    return pen;
                },
                stop);
        }
        catch (Exception e)
        {
            pen?._connection.Dispose();
            if (e is SqliteException fault) throw fault.ToHistory(path);
            throw;
        }
    }

    public async Task<int> AppendAsync(IReadOnlyList<HistoryItem> batch, CancellationToken stop)
    {
        IReadOnlyList<Archived> wanted = HistoryBatch.New(batch, UpTo);
        if (await WriteAsync(() => Append(wanted), stop) > 0) UpTo = ArchivedUpTo.Of(wanted[^1]);
        return wanted.Count;
    }

    public async Task<bool> DeleteAsync(HistoryTarget target, Mark message, CancellationToken stop)
    {
        bool isDeleted = await WriteAsync(
            () =>
            {
                using SqliteCommand find = _connection.Make(
                    """
                    SELECT target, epoch, seq, item FROM message
                    WHERE target = (SELECT id FROM target WHERE key = $key)
                        AND epoch = $epoch AND seq = $seq AND item = $item
                    """,
                    ("$key", target.Key), ("$epoch", (long)message.Epoch), ("$seq", (long)message.At.Seq),
                    ("$item", message.At.Index));
                return Delete(Places(find)) > 0;
            },
            stop);
        await WipeAsync(stop);
        return isDeleted;
    }

    public async Task<HistoryForgotten> ForgetAsync(
        string account, string? from, int limit, CancellationToken stop)
    {
        ScanPlace place = ScanPlace.Parse(from);
        HistoryBatch.CheckLimit(limit);
        List<ScanPlace> found = await WriteAsync(
            () =>
            {
                using SqliteCommand find = SqliteArchive.ScanRows(_connection, account, place, limit);
                List<ScanPlace> rows = Places(find);
                Delete(rows);
                return rows;
            },
            stop);
        await WipeAsync(stop);
        return new HistoryForgotten(found.Count, found.Count == limit ? found[^1].ToString() : null);
    }

    public Task<int> TrimAsync(long now, int limit, CancellationToken stop)
    {
        HistoryBatch.CheckLimit(limit);
        return WriteAsync(
            () =>
            {
                int removed = 0;
                HistoryRetention keeps = _retention();
                if (keeps.Age is { } age)
                {
                    using SqliteCommand old = _connection.Make(
                        """
                        SELECT target, epoch, seq, item FROM target JOIN message ON target = id
                        WHERE time < $oldest LIMIT $limit
                        """,
                        ("$oldest", now - (long)age.TotalMilliseconds), ("$limit", limit));
                    removed = Delete(Places(old));
                }

                return removed + (keeps.PerTarget is { } most ? Delete(Surplus(most, limit - removed)) : 0);
            },
            stop);
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    // A batch touches pages all over the file, in several trees: with little memory each is read and written again.
    private static SqliteConnection Connect(string path)
    {
        SqliteConnection connection = SqliteArchive.Connect(path);
        connection.Run("PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 8000;");
        return connection;
    }

    private void TakeOver(long epoch)
    {
        using SqliteTransaction change = _connection.BeginTransaction();
        using (SqliteCommand read = _connection.Make(
            "SELECT fence, pen, epoch, seq, item, target, time FROM archiver"))
        using (SqliteDataReader row = read.ExecuteReader())
        {
            row.Read();
            if (row.GetInt64(0) > epoch)
                throw new HistoryFencedException(
                    $"an archiver of epoch {row.GetInt64(0)} has written", (ulong)row.GetInt64(0));
            _pen = row.GetInt64(1) + 1;
            if (!row.IsDBNull(2))
                UpTo = new ArchivedUpTo(
                    new Position((ulong)row.GetInt64(3), row.GetInt32(4)), (ulong)row.GetInt64(2), row.GetString(5),
                    row.GetInt64(6));
        }

        _connection.Run("UPDATE archiver SET fence = $fence, pen = $pen", ("$fence", epoch), ("$pen", _pen));
        change.Commit();
    }

    private async Task<T> WriteAsync<T>(Func<T> write, CancellationToken stop)
    {
        try
        {
            return await Task.Run(
                () =>
                {
                    using SqliteTransaction change = _connection.BeginTransaction();
                    if (_connection.Number("SELECT pen FROM archiver") != _pen)
                        throw new HistoryFencedException("another archiver has taken over");
                    T written = write();
                    change.Commit();
                    return written;
                },
                stop);
        }
        catch (SqliteException e)
        {
            // What was undone may have made one of them.
            _targets.Clear();
            throw e.ToHistory(_path);
        }
    }

    // A deleted row is overwritten in the file, but older copies of its page stand in the write-ahead log.
    private async Task WipeAsync(CancellationToken stop)
    {
        try
        {
            long busy = await Task.Run(() => _connection.Number("PRAGMA wal_checkpoint(TRUNCATE)"), stop);
            if (busy != 0)
                throw new HistorySilentException($"'{_path}' is being read: what was deleted is not wiped out yet");
        }
        catch (SqliteException e)
        {
            throw e.ToHistory(_path);
        }
    }

    private int Append(IReadOnlyList<Archived> wanted)
    {
        if (wanted.Count == 0) return 0;
        using SqliteCommand insert = _connection.Make("""
            INSERT OR REPLACE INTO message (target, epoch, seq, item, time, account, body)
            VALUES ($target, $epoch, $seq, $item, $time, $account, $body)
            """);
        foreach (string name in (string[])["$target", "$epoch", "$seq", "$item", "$time", "$account", "$body"])
            insert.Parameters.Add(new SqliteParameter { ParameterName = name });
        foreach (Archived archived in wanted)
        {
            KeptMessage message = archived.Message;
            object[] values =
            [
                TargetId(archived.Target), (long)message.Epoch, (long)message.At.Seq, message.At.Index, message.Time,
                (object?)message.Account ?? DBNull.Value, Codec.Encode(archived),
            ];
            for (int i = 0; i < values.Length; i++) insert.Parameters[i].Value = values[i];
            insert.ExecuteNonQuery();
        }

        ArchivedUpTo newest = ArchivedUpTo.Of(wanted[^1]);
        _connection.Run(
            "UPDATE archiver SET epoch = $epoch, seq = $seq, item = $item, target = $target, time = $time",
            ("$epoch", (long)newest.Epoch), ("$seq", (long)newest.At.Seq), ("$item", newest.At.Index),
            ("$target", newest.Target), ("$time", newest.Time));
        return wanted.Count;
    }

    private long TargetId(string key)
    {
        if (_targets.TryGetValue(key, out long id)) return id;
        if (_targets.Count >= TargetsKnown) _targets.Clear();
        var accounts = HistoryTarget.TryParse(key, out HistoryTarget target) ? target.Accounts : null;
        _connection.Run(
            "INSERT OR IGNORE INTO target (key, one, other) VALUES ($key, $one, $other)",
            ("$key", key), ("$one", accounts?.One), ("$other", accounts?.Other));
        return _targets[key] = _connection.Number("SELECT id FROM target WHERE key = $key", ("$key", key));
    }

    private static List<ScanPlace> Places(SqliteCommand find)
    {
        List<ScanPlace> found = [];
        using SqliteDataReader row = find.ExecuteReader();
        while (row.Read()) found.Add(ScanPlace.Of(row));
        return found;
    }

    private int Delete(List<ScanPlace> places)
    {
        foreach (var (target, epoch, seq, item) in places)
            _connection.Run(
                "DELETE FROM message WHERE target = $target AND epoch = $epoch AND seq = $seq AND item = $item",
                ("$target", target), ("$epoch", epoch), ("$seq", seq), ("$item", item));
        // A target names accounts: it goes with its last message.
        foreach (long target in places.Select(p => p.Target).Distinct())
            _connection.Run(
                "DELETE FROM target WHERE id = $id AND NOT EXISTS (SELECT 1 FROM message WHERE target = $id)",
                ("$id", target));
        if (places.Count > 0) _targets.Clear();
        return places.Count;
    }

    // The oldest messages of those targets that have more than so many.
    private List<ScanPlace> Surplus(int most, int limit)
    {
        using SqliteCommand count = _connection.Make(
            "SELECT target, count(*) - $most FROM message GROUP BY target HAVING count(*) > $most", ("$most", most));
        List<(long Target, long Over)> full = [];
        using (SqliteDataReader row = count.ExecuteReader())
            while (row.Read()) full.Add((row.GetInt64(0), row.GetInt64(1)));
        List<ScanPlace> surplus = [];
        foreach (var (target, over) in full)
        {
            using SqliteCommand oldest = _connection.Make(
                """
                SELECT target, epoch, seq, item FROM message WHERE target = $target ORDER BY epoch, seq, item LIMIT $n
                """,
                ("$target", target), ("$n", Math.Min(over, limit - surplus.Count)));
            surplus.AddRange(Places(oldest));
            if (surplus.Count >= limit) break;
        }

        return surplus;
    }
}
