using IrcNats.History;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Transcripts;

/// <summary>An archive in memory, for tests: what <see cref="IHistoryArchive"/> promises and nothing else.</summary>
public sealed class MemoryArchive(HistoryRetention? retention = null) : IHistoryArchive
{
    private HistoryRetention _retention = retention ?? new HistoryRetention();
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, SortedList<Mark, KeptMessage>> _targets = new(StringComparer.Ordinal);
    private ArchivedUpTo? _upTo;
    private ulong _epoch;
    private Pen? _pen;

    public Task<IHistoryPen> OpenAsync(ulong epoch, CancellationToken stop) => Locked(stop, () =>
    {
        if (epoch < _epoch) throw new HistoryFencedException($"an archiver of epoch {_epoch} has written", _epoch);
        _epoch = epoch;
        return (IHistoryPen)(_pen = new Pen(this));
    });

    public Task<HistoryPage> ReadAsync(HistoryQuery query, CancellationToken stop) => Locked(stop, () =>
    {
        List<KeptMessage> within = [.. Of(query.Target).Values.Where(m => query.IsAbove(m) && query.IsBelow(m))];
        return HistoryPage.Of(query, within);
    });

    public Task<IReadOnlyList<HistoryActivity>> ActiveAsync(HistoryActivityQuery query, CancellationToken stop) =>
        Locked(stop, () => query.Select(
            from name in _targets
            where name.Value.Count > 0
            let target = Parse(name.Key)
            where query.Targets.Contains(target) || IsOf(target, query.Account)
            let newest = name.Value.Values[^1]
            select new HistoryActivity(target, newest.Mark, newest.Time)));

    public Task<HistoryScan> ScanAsync(string? account, string? from, int limit, CancellationToken stop) =>
        Locked(stop, () =>
        {
            List<HistoryItem> part = [.. After(from).Take(HistoryBatch.CheckLimit(limit))];
            return new HistoryScan(
                [.. part.Where(i => account is null || i.Message.Account == account)],
                part.Count == limit ? NameOf(part[^1]) : null);
        });

    public Task RetainAsync(HistoryRetention keeps, CancellationToken stop) =>
        Locked(stop, () => _retention = keeps);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static bool IsOf(HistoryTarget target, string? account) =>
        account is not null && target.Accounts is var (one, other) && (one == account || other == account);

    private static HistoryTarget Parse(string key) =>
        HistoryTarget.TryParse(key, out HistoryTarget target) ? target : throw new InvalidDataException(key);

    private static string NameOf(HistoryItem item) => $"{item.Message.Mark.Msgid}{item.Target}";

    private Task<T> Locked<T>(CancellationToken stop, Func<T> read)
    {
        stop.ThrowIfCancellationRequested();
        lock (_gate)
        {
            try
            {
                return Task.FromResult(read());
            }
            catch (HistoryException e)
            {
                return Task.FromException<T>(e);
            }
        }
    }

    private SortedList<Mark, KeptMessage> Of(HistoryTarget target)
    {
        if (!_targets.TryGetValue(target.Key, out var found)) _targets[target.Key] = found = [];
        return found;
    }

    // By target and then by mark.
    private IEnumerable<HistoryItem> After(string? from)
    {
        string key = from?[Msgid.Length..] ?? "";
        Mark.TryParse(from.AsSpan(0, from is null ? 0 : Msgid.Length), out Mark mark);
        return
            from target in _targets
            where string.CompareOrdinal(target.Key, key) >= 0
            from message in target.Value
            where target.Key != key || message.Key > mark
            select new HistoryItem(Parse(target.Key), message.Value);
    }

    private sealed class Pen(MemoryArchive archive) : IHistoryPen
    {
        public ArchivedUpTo? UpTo { get; private set; } = archive._upTo;

        public Task<int> AppendAsync(IReadOnlyList<HistoryItem> batch, CancellationToken stop) => Mine(stop, () =>
        {
            IReadOnlyList<Archived> wanted = HistoryBatch.New(batch, UpTo);
            foreach (Archived archived in wanted)
            {
                archive.Of(Parse(archived.Target)).Add(archived.Message.Mark, archived.Message);
                archive._upTo = UpTo = ArchivedUpTo.Of(archived);
            }

            return wanted.Count;
        });

        public Task<bool> DeleteAsync(HistoryTarget target, Mark message, CancellationToken stop) =>
            Mine(stop, () => archive.Of(target).Remove(message));

        public Task<HistoryForgotten> ForgetAsync(
            string account, string? from, int limit, CancellationToken stop) => Mine(stop, () =>
        {
            List<HistoryItem> part = [.. archive.After(from).Take(HistoryBatch.CheckLimit(limit))];
            int removed = part.Count(i =>
                i.Message.Account == account && archive.Of(i.Target).Remove(i.Message.Mark));
            return new HistoryForgotten(removed, part.Count == limit ? NameOf(part[^1]) : null);
        });

        public Task<int> TrimAsync(long now, int limit, CancellationToken stop) => Mine(stop, () =>
        {
            long oldest = archive._retention.Age is { } age ? now - (long)age.TotalMilliseconds : long.MinValue;
            int kept = archive._retention.PerTarget ?? int.MaxValue;
            List<HistoryItem> old =
            [
                .. (from item in archive.After(null)
                    let messages = archive.Of(item.Target)
                    where item.Message.Time < oldest
                        || messages.Count - messages.IndexOfKey(item.Message.Mark) > kept
                    select item).Take(HistoryBatch.CheckLimit(limit)),
            ];
            foreach (HistoryItem item in old) archive.Of(item.Target).Remove(item.Message.Mark);
            return old.Count;
        });

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private Task<T> Mine<T>(CancellationToken stop, Func<T> write) => archive.Locked(
            stop,
            () => archive._pen == this ? write() : throw new HistoryFencedException("another archiver has taken over"));
    }
}
