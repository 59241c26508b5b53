using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.History.Tests;

/// <summary>One thing to do with an archive; the numbers choose what of, modulo what there is.</summary>
public sealed record Step(byte Kind, byte A, byte B, byte C);

/// <summary>Does the same with an archive and with the model, and compares what they say.</summary>
sealed class Script : IAsyncDisposable
{
    private readonly Store _store;
    private readonly HistoryRetention _retention;
    private readonly Model _model;
    private readonly IReadOnlyList<HistoryItem> _log;
    private readonly bool _trimsByItself;
    private IHistoryArchive _archive = null!;
    private IHistoryPen _pen = null!;
    private ulong _epoch = 1;

    private Script(Store store, HistoryRetention retention, IReadOnlyList<HistoryItem> log) =>
        (_store, _retention, _model, _log, _trimsByItself) =
        (store, retention, new Model(retention), log, store.TrimsByItself);

    /// <summary>How far the log was archived.</summary>
    public int Reached { get; private set; }

    public static async Task<Script> StartAsync(
        Store store, HistoryRetention retention, IReadOnlyList<HistoryItem> log)
    {
        Script script = new(store, retention, log) { _archive = await store.OpenAsync(retention) };
        script._pen = await script._archive.OpenAsync(script._epoch, default);
        return script;
    }

    // A stream that trims itself counts the notes in it, which stand in the place of deleted messages.
    private bool MayDelete => !_trimsByItself || _retention.PerTarget is null;

    public Task DoAsync(Step step) => (step.Kind % 12) switch
    {
        0 or 1 or 2 => AppendAsync(step.A % 8, 1 + (step.B % 60)),
        3 => RestartAsync(step.A % 2, step.B % 2 == 0),
        4 or 5 when !MayDelete => Task.CompletedTask,
        4 => DeleteAsync(step.A * 256 + step.B),
        5 => ForgetAsync(Said.Accounts[step.A % Said.Accounts.Length], 1 + (step.B % 50)),
        6 => TrimAsync(step.A * 10),
        7 => CompareActiveAsync(step),
        8 => CompareScanAsync(step.A % 2 == 0 ? null : Said.Accounts[step.B % Said.Accounts.Length], 1 + (step.C % 50)),
        _ => CompareAsync(Query(step)),
    };

    public ValueTask DisposeAsync() => _archive.DisposeAsync();

    // An archiver goes on somewhere before the end of what it has archived.
    public async Task AppendAsync(int back, int count)
    {
        int from = Math.Max(0, Reached - back);
        List<HistoryItem> batch = [.. _log.Skip(from).Take(count)];
        Reached = Math.Max(Reached, from + batch.Count);
        Assert.Equal(_model.Append(batch), await _pen.AppendAsync(batch, default));
        if (_trimsByItself) _model.Trim(long.MinValue);
        if (Reached == 0) return;
        HistoryItem newest = _log[Reached - 1];
        Assert.Equal((newest.Message.Mark, newest.Target.Key), (_pen.UpTo!.Mark, _pen.UpTo.Target));
    }

    public async Task CompareAsync(HistoryQuery query)
    {
        HistoryPage wanted = _model.Read(query), page = await _archive.ReadAsync(query, default);
        Assert.Equal(wanted.Messages.Select(Shown), page.Messages.Select(Shown));
        Assert.Equal(wanted.HasMore, page.HasMore);
        Assert.Empty(page.Unreadable);
    }

    public async Task CompareAllAsync()
    {
        foreach (HistoryTarget target in Said.Targets)
            await CompareAsync(HistoryQuery.Latest(target, null, HistoryQuery.LimitMax));
        await CompareScanAsync(null, 100);
        await CompareActiveAsync(new Step(7, 0, 0, 0));
    }

    public async Task DeleteAsync(int which)
    {
        if (Reached == 0) return;
        var (target, message) = _log[which % Reached];
        Assert.Equal(_model.Delete(target, message.Mark), await _pen.DeleteAsync(target, message.Mark, default));
        Assert.False(await _pen.DeleteAsync(target, message.Mark, default));
    }

    public async Task ForgetAsync(string account, int limit)
    {
        int removed = 0;
        string? from = null;
        do
        {
            HistoryForgotten step = await _pen.ForgetAsync(account, from, limit, default);
            Assert.InRange(step.Removed, 0, limit);
            (removed, from) = (removed + step.Removed, step.Next);
        }
        while (from is not null);
        Assert.Equal(_model.Forget(account), removed);
    }

    // Another process, or the same again; of the same epoch, or a later one.
    private async Task RestartAsync(int later, bool isOther)
    {
        IHistoryPen before = _pen;
        _epoch += (ulong)later;
        if (isOther)
        {
            await _archive.DisposeAsync();
            _archive = await _store.OpenAsync(_retention);
        }

        _pen = await _archive.OpenAsync(_epoch, default);
        Assert.Equal(_model.UpTo, _pen.UpTo);
        if (!isOther && Reached < _log.Count)
            await Assert.ThrowsAsync<HistoryFencedException>(() => before.AppendAsync([_log[Reached]], default));
        if (_epoch > 1)
            await Assert.ThrowsAsync<HistoryFencedException>(() => _archive.OpenAsync(_epoch - 1, default));
    }

    private async Task TrimAsync(int later)
    {
        long now = _log[Math.Max(0, Reached - 1)].Message.Time + later;
        while (await _pen.TrimAsync(now, 20, default) > 0) { }
        _model.Trim(_trimsByItself ? long.MinValue : now);
    }

    private HistoryPoint Point(int which, bool isTime)
    {
        KeptMessage message = _log[which % _log.Count].Message;
        return isTime ? HistoryPoint.Of(message.Time + (which % 5) - 2) : HistoryPoint.Of(message.Mark);
    }

    private HistoryQuery Query(Step step)
    {
        HistoryTarget target = Said.Targets[step.A % Said.Targets.Length];
        HistoryPoint one = Point(step.B * 7, step.Kind % 5 < 2), other = Point(step.C * 7, step.Kind % 7 < 3);
        int limit = 1 + (step.C % 40);
        HistoryQuery query = (step.Kind % 13) switch
        {
            0 or 1 => HistoryQuery.Latest(target, null, limit),
            2 => HistoryQuery.Latest(target, one, limit),
            3 or 4 or 5 => HistoryQuery.Before(target, one, limit),
            6 or 7 => HistoryQuery.After(target, one, limit),
            8 or 9 => HistoryQuery.Between(target, one, other, limit),
            10 => HistoryQuery.Around(target, one, limit).From,
            _ => HistoryQuery.Of(target, _log[step.B * 7 % _log.Count].Message.Mark),
        };
        return step.Kind % 3 == 0 ? query with { Since = _log[step.B % _log.Count].Message.Time } : query;
    }

    private async Task CompareActiveAsync(Step step)
    {
        HistoryTarget[] targets = [.. Said.Targets.Where((_, i) => (step.A >> i & 1) == 0)];
        string? account = step.B % 3 == 0 ? null : Said.Accounts[step.B % Said.Accounts.Length];
        long after = step.C % 4 == 0 ? _log[step.C].Message.Time : 0, before = long.MaxValue;
        HistoryActivityQuery query = new(targets, account, after, before, 1 + (step.C % 6))
        {
            TakesNewest = step.C % 2 == 0,
        };
        Assert.Equal(_model.Active(query), await _archive.ActiveAsync(query, default));
    }

    private async Task CompareScanAsync(string? account, int limit)
    {
        List<HistoryItem> all = [];
        string? from = null;
        do
        {
            HistoryScan part = await _archive.ScanAsync(account, from, limit, default);
            Assert.InRange(part.Items.Count, 0, limit);
            all.AddRange(part.Items);
            from = part.Next;
        }
        while (from is not null);
        Assert.Equal(
            _model.Kept.Where(k => account is null || k.Message.Account == account).Select(Shown).Order(),
            all.Select(Shown).Order());
    }

    private static string Shown(HistoryItem item) => $"{item.Target} {Shown(item.Message)}";

    /// <summary>Everything of a message, as text that can be compared.</summary>
    public static string Shown(KeptMessage message) =>
        Convert.ToHexString(Codec.Encode(new Archived(2, "", message))) + $" {message.Mark} {message.Time}";
}
