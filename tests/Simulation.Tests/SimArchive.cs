using IrcNats.History;
using IrcNats.State;
using IrcNats.Transcripts;
using IrcNats.Wire;

namespace IrcNats.Simulation.Tests;

/// <summary>
/// The archive on the simulated bus, and what must be in it: whatever the log says was kept, once, in order, and
/// nothing that was redacted. It is away now and then; then calls are lost, or their answers.
/// </summary>
sealed class SimArchive(SimCluster cluster)
{
    // What must be there, and what was ever kept, also in a log that went back.
    private readonly Dictionary<(string Target, Mark Message), bool> _kept = [];
    private readonly HashSet<(string Target, Mark Message)> _redacted = [], _perhapsRedacted = [];
    private long _awayUntil;
    // Messages of earlier epochs than this need not be there.
    private ulong _outrunBy;

    public MemoryArchive Messages { get; } = new();

    /// <summary>Where an archiver can begin again, which of the places that were stored it is, and its sequence.
    /// </summary>
    public (byte[]? Bytes, int Number, ulong Seq) Place { get; set; }

    /// <summary>The log may begin there, if only the archiver were to need it.</summary>
    public ulong Trimmable => Math.Min(Place.Seq, cluster.Judge.Network.ArchivedUpTo?.At.Seq ?? 0);

    /// <summary>Messages that had to be there when it was looked at last.</summary>
    public int Checked { get; private set; }

    /// <summary>How often an archiver found that the log does not reach back far enough.</summary>
    public int Gaps { get; set; }

    /// <summary>
    /// The log went back behind an election, and a later one has a smaller epoch: the archive takes nothing of it. That
    /// is known and not mended (docs/history.md).
    /// </summary>
    public bool IsOutrun => cluster.Judge.GreatestEpoch > cluster.Judge.Network.Epoch;

    private bool IsExcused(Mark message) => Gaps > 0 || message.Epoch < _outrunBy;

    /// <summary>What archivers said last, for the text of a failure.</summary>
    public Queue<string> Said { get; } = [];

    public bool IsAway => cluster.Time.Now < _awayUntil;

    /// <summary>It does not answer for a while.</summary>
    public void GoAway(long time) => _awayUntil = cluster.Time.Now + time;

    /// <summary>The judge has seen what of an event is kept.</summary>
    public void Kept(IEnumerable<HistoryItem> items)
    {
        foreach (HistoryItem item in items)
        {
            _kept[(item.Target.Key, item.Message.Mark)] = true;
            if (item.Message.Epoch < cluster.Judge.GreatestEpoch)
                _outrunBy = Math.Max(_outrunBy, cluster.Judge.GreatestEpoch);
        }
    }

    public void Redacted(HistoryTarget target, Mark message) => _redacted.Add((target.Key, message));

    /// <summary>The log ends there now. What was archived of the rest stays, and what was deleted is deleted.</summary>
    public void WentBack(ulong last)
    {
        foreach (var kept in _kept.Keys.Where(k => k.Message.At.Seq > last).ToArray()) _kept[kept] = false;
        _perhapsRedacted.UnionWith(_redacted);
    }

    /// <summary>What is there and must not be, or must be there and is not; null: neither.</summary>
    public string? Fault()
    {
        LookWhetherOutrun();
        HashSet<(string, Mark)> there = [.. All().Select(i => (i.Target.Key, i.Message.Mark))];
        var must = _kept.Where(k => k.Value).Select(k => k.Key).Except(_redacted).Except(_perhapsRedacted)
            .Where(m => !IsExcused(m.Message)).ToList();
        Checked = must.Count;
        if (must.Exists(m => !there.Contains(m)))
            return $"{must.Find(m => !there.Contains(m))} is not in the archive, which has {there.Count}";
        foreach (var message in there)
            if (!_kept.ContainsKey(message)) return $"{message} is in the archive and was never said";
            else if (_redacted.Contains(message) && !_perhapsRedacted.Contains(message))
                return $"{message} is in the archive and was redacted";
        return null;
    }

    /// <summary>What has to be there and is not is still in the log.</summary>
    public string? Lost(ulong first)
    {
        LookWhetherOutrun();
        HashSet<(string, Mark)> there = [.. All().Select(i => (i.Target.Key, i.Message.Mark))];
        var lost = _kept.Where(k => k.Value && k.Key.Message.At.Seq < first).Select(k => k.Key)
            .Except(_redacted).Except(_perhapsRedacted)
            .Where(m => !IsExcused(m.Message) && !there.Contains(m)).ToList();
        return lost.Count == 0 ? null : $"{lost[0]} is trimmed from the log, which begins at {first}, and not archived";
    }

    // A root whose epoch is greater still is archived again, but not what was said until then.
    private void LookWhetherOutrun()
    {
        if (IsOutrun) _outrunBy = Math.Max(_outrunBy, cluster.Judge.GreatestEpoch);
    }

    private IEnumerable<HistoryItem> All()
    {
        for (string? from = null; ;)
        {
            HistoryScan part = Messages.ScanAsync(null, from, HistoryQuery.LimitMax, default).Result;
            foreach (HistoryItem item in part.Items) yield return item;
            if ((from = part.Next) is null) yield break;
        }
    }
}

/// <summary>The archive as a root has it, at the other end of a connection.</summary>
sealed class SimArchiveClient(SimCluster cluster, SimNode node, SimConnection connection) : IHistoryArchive
{
    private const int Patience = 2000;

    private MemoryArchive Messages => cluster.Archive!.Messages;

    public async Task<IHistoryPen> OpenAsync(ulong epoch, CancellationToken stop) =>
        new Pen(this, await AskAsync(() => Messages.OpenAsync(epoch, default)));

    public Task<HistoryPage> ReadAsync(HistoryQuery query, CancellationToken stop) =>
        AskAsync(() => Messages.ReadAsync(query, default));

    public Task<IReadOnlyList<HistoryActivity>> ActiveAsync(HistoryActivityQuery query, CancellationToken stop) =>
        AskAsync(() => Messages.ActiveAsync(query, default));

    public Task<HistoryScan> ScanAsync(string? account, string? from, int limit, CancellationToken stop) =>
        AskAsync(() => Messages.ScanAsync(account, from, limit, default));

    public Task RetainAsync(HistoryRetention keeps, CancellationToken stop) => Task.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    // An archive that is away takes nothing, or takes it and says nothing.
    private Task<T> AskAsync<T>(Func<Task<T>> act)
    {
        TaskCompletionSource<T> answer = new();
        connection.Up(() => cluster.Time.After(cluster.Time.Dice.Next(cluster.Faults.SlowArchive + 1), () =>
        {
            bool isAway = cluster.Archive!.IsAway;
            if (isAway && cluster.Time.Chance(0.5)) return;
            Task<T> done = act();
            if (!isAway) connection.Down(() => node.Post(() => Tell(done)));
        }));
        node.After(Patience, () => answer.TrySetException(new HistorySilentException("no answer")));
        return answer.Task;

        void Tell(Task<T> done)
        {
            if (done.Exception?.InnerException is { } why) answer.TrySetException(why);
            else answer.TrySetResult(done.Result);
        }
    }

    private sealed class Pen(SimArchiveClient client, IHistoryPen pen) : IHistoryPen
    {
        public ArchivedUpTo? UpTo => pen.UpTo;

        public Task<int> AppendAsync(IReadOnlyList<HistoryItem> batch, CancellationToken stop) =>
            client.AskAsync(() => pen.AppendAsync(batch, default));

        public Task<bool> DeleteAsync(HistoryTarget target, Mark message, CancellationToken stop) =>
            client.AskAsync(() => pen.DeleteAsync(target, message, default));

        public Task<HistoryForgotten> ForgetAsync(string account, string? from, int limit, CancellationToken stop) =>
            client.AskAsync(() => pen.ForgetAsync(account, from, limit, default));

        public Task<int> TrimAsync(long now, int limit, CancellationToken stop) =>
            client.AskAsync(() => pen.TrimAsync(now, limit, default));

        public ValueTask DisposeAsync() => pen.DisposeAsync();
    }
}
