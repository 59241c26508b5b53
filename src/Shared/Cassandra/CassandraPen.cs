using Cassandra;
using IrcNats.History;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Cassandra;

/// <summary>
/// Writes an archive in Cassandra. Whose turn it is stands in one row, which is changed only on the condition that it
/// still is this pen's: before a batch it is looked at, behind it the batch counts by that row alone.
/// </summary>
sealed class CassandraPen : IHistoryPen
{
    // Rows written at a time.
    private const int Window = 128;

    private const int TriesMax = 5, BucketsKnown = 10_000, MicrosecondsInOne = 1000;

    private readonly CassandraSession _session;
    private readonly Func<HistoryRetention> _retention;
    private readonly HashSet<(string Target, int Bucket)> _buckets = [];
    // Targets that may have too many messages; null: all of them may.
    private HashSet<string>? _touched;
    private int? _shortenedTo;
    private long _pen;

    private CassandraPen(CassandraSession session, Func<HistoryRetention> retention) =>
        (_session, _retention) = (session, retention);

    public ArchivedUpTo? UpTo { get; private set; }

    private HistoryTables Tables => _session.Tables;

    public static async Task<IHistoryPen> OpenAsync(
        CassandraSession session, Func<HistoryRetention> retention, ulong epoch, CancellationToken stop)
    {
        CassandraPen pen = new(session, retention);
        for (int tries = 0; tries < TriesMax; tries++)
            if (await pen.TryTakeOverAsync((long)epoch, stop)) return pen;
        throw new HistorySilentException("others take the archive over all the time");
    }

    public async Task<int> AppendAsync(IReadOnlyList<HistoryItem> batch, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        IReadOnlyList<Archived> wanted = HistoryBatch.New(batch, UpTo);
        if (wanted.Count == 0 && batch.Count == 0) return 0;
        await CheckTurnAsync(stop);
        if (wanted.Count == 0) return 0;
        foreach (Archived archived in wanted) await KnowBucketAsync(archived, stop);
        foreach (Archived[] some in wanted.Chunk(Window))
            await Task.WhenAll(some.Select(a => _session.ExecuteAsync(AddMessage(a), stop)));
        ArchivedUpTo newest = ArchivedUpTo.Of(wanted[^1]);
        var (epoch, seq, item) = CassandraSession.KeyOf(newest.Mark);
        await IfMineAsync(
            Tables.GoOn.Bind(epoch, seq, item, newest.Target, newest.Time, _session.Network, _pen), stop);
        UpTo = newest;
        _touched?.UnionWith(wanted.Select(a => a.Target));
        return wanted.Count;
    }

    public async Task<bool> DeleteAsync(HistoryTarget target, Mark message, CancellationToken stop)
    {
        await CheckTurnAsync(stop);
        List<TargetBucket> buckets = await TargetBucket.OfAsync(_session, target.Key, stop);
        // The newest that begins before it, or with it.
        int at = buckets.FindIndex(b => b.First <= message);
        if (at < 0) return false;
        var (epoch, seq, item) = CassandraSession.KeyOf(message);
        RowSet found = await _session.ExecuteAsync(
            Tables.One.Bind(_session.Network, target.Key, buckets[at].Number, epoch, seq, item), stop);
        if (found.FirstOrDefault() is not { } row) return false;
        await DeleteAsync(target.Key, buckets[at].Number, message, row.GetValue<long>("time"), stop);
        return true;
    }

    public async Task<HistoryForgotten> ForgetAsync(
        string account, string? from, int limit, CancellationToken stop)
    {
        HistoryBatch.CheckLimit(limit);
        await CheckTurnAsync(stop);
        var (rows, next) = await CassandraArchive.ScanRowsAsync(_session, from, limit, stop);
        rows.RemoveAll(row => row.GetValue<string>("account") != account);
        foreach (Row[] some in rows.ToArray().Chunk(Window))
            await Task.WhenAll(some.Select(row => DeleteAsync(
                row.GetValue<string>("target"), row.GetValue<int>("bucket"), CassandraSession.MarkOf(row),
                row.GetValue<long>("time"), stop)));
        return new HistoryForgotten(rows.Count, next);
    }

    /// <summary>Messages that are too old go by themselves; those that are too many, here.</summary>
    public async Task<int> TrimAsync(long now, int limit, CancellationToken stop)
    {
        HistoryBatch.CheckLimit(limit);
        if (_retention().PerTarget is not { } most) return 0;
        await CheckTurnAsync(stop);
        if (_shortenedTo != most) (_shortenedTo, _touched) = (most, null);
        _touched ??= await TargetsAsync(stop);
        while (_touched.Count > 0)
        {
            string target = _touched.First();
            int removed = await ShortenAsync(target, most, limit, stop);
            if (removed < limit) _touched.Remove(target);
            if (removed > 0) return removed;
        }

        return 0;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    // The same for the same message: written twice it is one row, and a deletion is newer than any writing of it.
    private static long WrittenAt(long time) => time * MicrosecondsInOne;

    private async Task<bool> TryTakeOverAsync(long epoch, CancellationToken stop)
    {
        if (await ArchiverAsync(stop) is not { } row)
        {
            await _session.ExecuteAsync(Tables.FirstArchiver.Bind(_session.Network), stop);
            return false;
        }

        if (row.GetValue<long>("fence") is var fence && fence > epoch)
            throw new HistoryFencedException($"an archiver of epoch {fence} has written", (ulong)fence);
        long before = row.GetValue<long>("pen");
        _pen = before + 1;
        RowSet taken = await _session.ExecuteAsync(
            Tables.TakeOver.Bind(epoch, _pen, _session.Network, before), stop);
        if (!taken.First().GetValue<bool>("[applied]")) return false;
        // Read when no other can write any more.
        Row mine = await ArchiverAsync(stop) ?? row;
        UpTo = mine.IsNull("epoch") ? null : new ArchivedUpTo(
            CassandraSession.MarkOf(mine).At, CassandraSession.MarkOf(mine).Epoch, mine.GetValue<string>("target"),
            mine.GetValue<long>("time"));
        return mine.GetValue<long>("pen") == _pen;
    }

    // As all hosts of the data centre agree: a plain read might be of before somebody took over.
    private async Task<Row?> ArchiverAsync(CancellationToken stop)
    {
        IStatement select = Tables.Archiver.Bind(_session.Network).SetConsistencyLevel(ConsistencyLevel.LocalSerial);
        return (await _session.ExecuteAsync(select, stop)).FirstOrDefault();
    }

    private async Task CheckTurnAsync(CancellationToken stop)
    {
        if ((await ArchiverAsync(stop))?.GetValue<long>("pen") != _pen)
            throw new HistoryFencedException("another archiver has taken over");
    }

    private async Task IfMineAsync(IStatement change, CancellationToken stop)
    {
        RowSet done = await _session.ExecuteAsync(change, stop);
        if (!done.First().GetValue<bool>("[applied]"))
            throw new HistoryFencedException("another archiver has taken over");
    }

    // Before the first message of a bucket it is entered, so that it is found: by readers, and for both accounts.
    private async Task KnowBucketAsync(Archived archived, CancellationToken stop)
    {
        int bucket = HistoryTables.Bucket(archived.Message.Time);
        if (_buckets.Contains((archived.Target, bucket))) return;
        if (_buckets.Count >= BucketsKnown) _buckets.Clear();
        List<TargetBucket> known = await TargetBucket.OfAsync(_session, archived.Target, stop);
        int life = HistoryTables.LifeOfBucket(_retention());
        if (!known.Exists(b => b.Number == bucket))
        {
            if (HistoryTarget.TryParse(archived.Target, out HistoryTarget target)
                && target.Accounts is var (one, other))
                foreach (string account in (string[])[one, other])
                    await _session.ExecuteAsync(
                        Tables.AddCorrespondent.Bind(_session.Network, account, archived.Target, life), stop);
            var (epoch, seq, item) = CassandraSession.KeyOf(archived.Message.Mark);
            await _session.ExecuteAsync(
                Tables.AddBucket.Bind(_session.Network, archived.Target, bucket, epoch, seq, item, life), stop);
        }

        _buckets.Add((archived.Target, bucket));
    }

    private BoundStatement AddMessage(Archived archived)
    {
        KeptMessage message = archived.Message;
        var (epoch, seq, item) = CassandraSession.KeyOf(message.Mark);
        return Tables.AddMessage.Bind(
            _session.Network, archived.Target, HistoryTables.Bucket(message.Time), epoch, seq, item, message.Time,
            message.Account, Codec.Encode(archived), HistoryTables.LifeOfMessage(_retention()),
            WrittenAt(message.Time));
    }

    private Task<RowSet> DeleteAsync(string target, int bucket, Mark message, long time, CancellationToken stop)
    {
        var (epoch, seq, item) = CassandraSession.KeyOf(message);
        return _session.ExecuteAsync(
            Tables.Delete.Bind(WrittenAt(time) + 1, _session.Network, target, bucket, epoch, seq, item), stop);
    }

    private async Task<HashSet<string>> TargetsAsync(CancellationToken stop)
    {
        HashSet<string> all = [];
        await foreach (Row row in _session.RowsAsync(Tables.Targets.Bind(), 1000, stop))
            if (row.GetValue<string>("network") == _session.Network) all.Add(row.GetValue<string>("target"));
        return all;
    }

    private async Task<int> ShortenAsync(string target, int most, int limit, CancellationToken stop)
    {
        int seen = 0, removed = 0;
        foreach (TargetBucket bucket in await TargetBucket.OfAsync(_session, target, stop))
        {
            BoundStatement select = Tables.Newest.Bind(
                _session.Network, target, bucket.Number, 0L, 0L, int.MinValue, long.MaxValue, long.MaxValue,
                int.MaxValue, long.MinValue, long.MaxValue);
            await foreach (Row row in _session.RowsAsync(select, 1000, stop))
            {
                if (++seen <= most) continue;
                await DeleteAsync(
                    target, bucket.Number, CassandraSession.MarkOf(row), row.GetValue<long>("time"), stop);
                if (++removed == limit) return removed;
            }
        }

        return removed;
    }
}
