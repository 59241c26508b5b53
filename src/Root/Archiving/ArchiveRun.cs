using IrcNats.History;
using IrcNats.Replication;
using IrcNats.Root.Core;
using IrcNats.State;
using IrcNats.Wire;
using Microsoft.Extensions.Logging;

namespace IrcNats.Root.Archiving;

/// <summary>How archiving came to an end.</summary>
enum ArchiveEnd
{
    /// <summary>It was told to stop, or another archiver has taken the archive over.</summary>
    Over,
    /// <summary>What it knew of the log is not so: it is to begin again.</summary>
    BeginAgain,
}

/// <summary>What an archiver has done, for the metrics. The run writes it, everybody reads it.</summary>
sealed class ArchiveCounts
{
    private long _messages, _batches, _deleted, _waiting, _silentSince;

    public long Messages => Interlocked.Read(ref _messages);
    public long Batches => Interlocked.Read(ref _batches);
    public long Deleted => Interlocked.Read(ref _deleted);
    /// <summary>Messages and deletions that are read from the log and not in the archive yet.</summary>
    public long Waiting
    {
        get => Interlocked.Read(ref _waiting);
        set => Interlocked.Exchange(ref _waiting, value);
    }

    /// <summary>Timestamp since which the archive takes nothing; 0: it takes what it is given.</summary>
    public long SilentSince
    {
        get => Interlocked.Read(ref _silentSince);
        set => Interlocked.Exchange(ref _silentSince, value);
    }

    public void Appended(int messages)
    {
        Interlocked.Add(ref _messages, messages);
        Interlocked.Increment(ref _batches);
    }

    public void Erased(int messages) => Interlocked.Add(ref _deleted, messages);
}

/// <summary>
/// One run of an archiver: it reads the log, writes the archive in the log's order, and has the watermark logged. When
/// the archive does not answer it waits and tries again, longer each time; meanwhile it reads no further, so that only
/// the log grows. A run is over when another archiver took over, and begins again (behind the watermark, or before)
/// when the log is not what it was.
/// </summary>
/// <param name="reached">Has this watermark logged; may fail or be lost, and is asked again.</param>
sealed class ArchiveRun(
    IHistoryArchive archive, Archiver archiver, ulong epoch, Func<Mark, Task> reached, ArchiveCounts counts,
    TimeProvider time, ILogger log) : ILogSink
{
    // Between two watermarks, and the first and the longest wait for an archive that does not answer.
    private static readonly TimeSpan s_watermark = TimeSpan.FromSeconds(0.5), s_retry = TimeSpan.FromSeconds(0.1),
        s_patience = TimeSpan.FromSeconds(10);

    // How often it is said again that the archive does not answer.
    private static readonly TimeSpan s_saidAgain = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Signal _work = new(), _room = new();
    private readonly TaskCompletionSource<ArchiveEnd> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IHistoryPen? _pen;
    private TimeSpan _wait = s_retry;
    private long? _loggedAt, _saidAt;
    // Where the forgetting of an account goes on; null: at the beginning.
    private string? _forgetFrom;

    public async ValueTask EntryAsync(ulong seq, Entry entry)
    {
        await RoomAsync();
        try
        {
            lock (_gate) archiver.Entry(seq, entry);
        }
        catch (UnfitEventException)
        {
            _end.TrySetResult(ArchiveEnd.BeginAgain);
        }

        Post();
    }

    public async ValueTask SkippedAsync(ulong seq, string why)
    {
        await RoomAsync();
        lock (_gate) archiver.Skipped(seq);
        Post();
    }

    public ValueTask ReloadedAsync(NetworkSnapshot saved, ReloadReason why)
    {
        _end.TrySetResult(ArchiveEnd.BeginAgain);
        return ValueTask.CompletedTask;
    }

    /// <summary>Writes until it is told to stop, or has to end.</summary>
    public async Task<ArchiveEnd> RunAsync(CancellationToken stop)
    {
        await using CancellationTokenRegistration over = stop.Register(() => _end.TrySetResult(ArchiveEnd.Over));
        try
        {
            while (!_end.Task.IsCompleted) await StepAsync(stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // It was told to stop.
        }
        finally
        {
            _room.Set();
            if (_pen is not null) await _pen.DisposeAsync();
        }

        return await _end.Task;
    }

    private async Task StepAsync(CancellationToken stop)
    {
        _work.Reset();
        ArchiveWork? next;
        lock (_gate) next = archiver.Next();
        if (next is null)
        {
            await LogAsync();
            await Task.WhenAny(_work.Task, Task.Delay(s_watermark, time, stop), _end.Task);
            return;
        }

        if (!await TryAsync(next, stop)) return;
        lock (_gate)
        {
            archiver.Done(next);
            counts.Waiting = archiver.Waiting;
            if (archiver.HasRoom) _room.Set();
        }

        await LogAsync();
    }

    private async Task<bool> TryAsync(ArchiveWork work, CancellationToken stop)
    {
        try
        {
            bool isDone = await DoAsync(_pen ??= await archive.OpenAsync(epoch, stop), work, stop);
            if (counts.SilentSince != 0) ArchiveLog.Answers(log, Silence.TotalSeconds);
            (counts.SilentSince, _wait, _saidAt) = (0, s_retry, null);
            return isDone;
        }
        catch (HistoryFencedException fenced)
        {
            ArchiveLog.Fenced(log, fenced.Message);
            _end.TrySetResult(ArchiveEnd.Over);
        }
        catch (HistoryException silent)
        {
            await WaitAsync(silent, stop);
        }

        return false;
    }

    // False: a part of it is done, and the rest comes next.
    private async Task<bool> DoAsync(IHistoryPen pen, ArchiveWork work, CancellationToken stop)
    {
        if (work.Erasure is not { } erasure) counts.Appended(await pen.AppendAsync(work.Items, stop));
        else if (erasure.Account is { } account) return await ForgetAsync(pen, account, stop);
        else if (erasure.Message is var (target, message) && await pen.DeleteAsync(target, message, stop))
            counts.Erased(1);
        return true;
    }

    private async Task<bool> ForgetAsync(IHistoryPen pen, string account, CancellationToken stop)
    {
        HistoryForgotten step = await pen.ForgetAsync(account, _forgetFrom, HistoryQuery.LimitMax, stop);
        counts.Erased(step.Removed);
        _forgetFrom = step.Next;
        return step.Next is null;
    }

    private TimeSpan Silence => time.GetElapsedTime(counts.SilentSince);

    private async Task WaitAsync(HistoryException silent, CancellationToken stop)
    {
        if (counts.SilentSince == 0) counts.SilentSince = time.GetTimestamp();
        if (_saidAt is not { } said || time.GetElapsedTime(said) >= s_saidAgain)
        {
            ArchiveLog.Silent(log, Silence.TotalSeconds, silent.Message);
            _saidAt = time.GetTimestamp();
        }

        await Task.WhenAny(Task.Delay(_wait, time, stop), _end.Task);
        _wait = _wait * 2 < s_patience ? _wait * 2 : s_patience;
    }

    private async Task LogAsync()
    {
        Mark? due;
        lock (_gate) due = archiver.Due;
        if (due is not { } mark || (_loggedAt is { } at && time.GetElapsedTime(at) < s_watermark)) return;
        _loggedAt = time.GetTimestamp();
        await reached(mark);
    }

    // Not only work: what was logged may have come, too.
    private void Post() => _work.Set();

    private async ValueTask RoomAsync()
    {
        while (!_end.Task.IsCompleted)
        {
            _room.Reset();
            lock (_gate)
                if (archiver.HasRoom) return;
            await Task.WhenAny(_room.Task, _end.Task);
        }
    }

    // For one who waits: reset it, look whether there is something to wait for, and wait.
    private sealed class Signal
    {
        private volatile TaskCompletionSource _next = Unset();

        public Task Task => _next.Task;

        public void Set() => _next.TrySetResult();

        public void Reset()
        {
            if (_next.Task.IsCompleted) _next = Unset();
        }

        private static TaskCompletionSource Unset() => new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

/// <summary>What an archiver logs. Ids 40-49.</summary>
static partial class ArchiveLog
{
    [LoggerMessage(40, LogLevel.Error,
        "the archive has taken nothing for {Seconds:0} s ({Why}); the log keeps what is said until it does: see that "
        + "the log has room")]
    public static partial void Silent(ILogger log, double seconds, string why);

    [LoggerMessage(41, LogLevel.Warning, "the archive takes what is said again, after {Seconds:0} s")]
    public static partial void Answers(ILogger log, double seconds);

    [LoggerMessage(42, LogLevel.Information, "this root archives no more: {Why}")]
    public static partial void Fenced(ILogger log, string why);
}
