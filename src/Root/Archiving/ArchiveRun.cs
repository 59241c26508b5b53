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
    /// <summary>It did not.</summary>
    None,
    /// <summary>It was told to stop, or another archiver has taken the archive over.</summary>
    Over,
    /// <summary>What it knew of the log is not so: it is to begin again.</summary>
    BeginAgain,
}

/// <summary>What an archiver has others know. What fails, or is lost, is asked again.</summary>
interface IArchiveNotes
{
    /// <summary>Everything up to there is archived: the root of this name is to log it.</summary>
    Task ReachedAsync(string root, Mark upTo, CancellationToken stop);

    /// <summary>The archiver can begin again there.</summary>
    Task PlacedAsync(ArchiverPlace place, CancellationToken stop);
}

/// <summary>
/// One run of an archiver: it reads the log, writes the archive in the log's order, and has the watermark logged. When
/// the archive does not answer it waits and tries again, longer each time; meanwhile it reads no further, so that only
/// the log grows. A run is over when another archiver took over, and begins again (behind the watermark, or before)
/// when the log is not what it was.
/// </summary>
/// <param name="epoch">Of the root that it works for; a later one as soon as the log has it.</param>
sealed class ArchiveRun(
    IHistoryArchive archive, Archiver archiver, ulong epoch, IArchiveNotes notes, ArchiveCounts counts,
    TimeProvider time, ILogger log) : ILogSink
{
    // Between two watermarks, and the first and the longest wait for an archive that does not answer.
    private static readonly TimeSpan s_watermark = TimeSpan.FromSeconds(0.5), s_retry = TimeSpan.FromSeconds(0.1),
        s_patience = TimeSpan.FromSeconds(10);

    // How often it is said again that the archive does not answer, and how often the archive's retention is seen to.
    private static readonly TimeSpan s_saidAgain = TimeSpan.FromMinutes(1), s_trim = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Bell _work = new(), _room = new();
    private volatile ArchiveEnd _end;
    private IHistoryPen? _pen;
    private ulong _epoch = epoch;
    private TimeSpan _wait = s_retry;
    private long? _loggedAt, _saidAt;
    // Where the forgetting of an account goes on; null: at the beginning.
    private string? _forgetFrom;
    private long _trimmedAt = time.GetTimestamp();
    private Task _logging = Task.CompletedTask, _placing = Task.CompletedTask;

    /// <summary>The event that ended the run because it does not fit.</summary>
    public Position? UnfitAt { get; private set; }

    public async ValueTask EntryAsync(ulong seq, Entry entry)
    {
        await RoomAsync();
        if (_end != ArchiveEnd.None) return;
        try
        {
            lock (_gate) archiver.Entry(seq, entry);
        }
        catch (UnfitEventException unfit)
        {
            ArchiveLog.PassesOver(log, unfit.Message);
            UnfitAt = unfit.At;
            BeginAgain();
        }

        // Not only work: what was logged may have come, too.
        _work.Ring();
    }

    public async ValueTask SkippedAsync(ulong seq, string why)
    {
        await RoomAsync();
        if (_end != ArchiveEnd.None) return;
        lock (_gate) archiver.Skipped(seq);
        _work.Ring();
    }

    public ValueTask ReloadedAsync(NetworkSnapshot saved, ReloadReason why)
    {
        BeginAgain();
        return ValueTask.CompletedTask;
    }

    /// <summary>What it knows of the log is not so, or it hears no more of it.</summary>
    public void BeginAgain()
    {
        lock (_gate)
            if (_end == ArchiveEnd.None) _end = ArchiveEnd.BeginAgain;
        _work.Ring();
    }

    /// <summary>Writes until it is told to stop, or has to end.</summary>
    public async Task<ArchiveEnd> RunAsync(CancellationToken stop)
    {
        await using ITimer tick = time.CreateTimer(_ => _work.Ring(), null, s_watermark, s_watermark);
        try
        {
            while (_end == ArchiveEnd.None) await StepAsync(stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            _end = ArchiveEnd.Over;
        }
        finally
        {
            if (_end == ArchiveEnd.None) _end = ArchiveEnd.BeginAgain;
            _room.Ring();
            counts.Wait(0, null);
            counts.SilentSince = 0;
            if (_pen is not null) await _pen.DisposeAsync();
        }

        return _end;
    }

    private async Task StepAsync(CancellationToken stop)
    {
        ArchiveWork? next;
        ulong newest;
        lock (_gate)
        {
            next = archiver.Next();
            newest = archiver.Network.Epoch;
            counts.Wait(archiver.Waiting, archiver.WaitsSince);
        }

        // A root that was elected since has the last word: what is of before it must not come between.
        if (newest > _epoch)
        {
            if (_pen is not null) await _pen.DisposeAsync();
            (_epoch, _pen) = (newest, null);
        }

        if (next is null)
        {
            await TrimAsync(stop);
            Note(stop);
            await _work.WaitAsync(stop);
        }
        else if (await TryAsync(pen => DoAsync(pen, next, stop), stop))
        {
            lock (_gate)
            {
                archiver.Done(next);
                counts.Wait(archiver.Waiting, archiver.WaitsSince);
                if (archiver.HasRoom) _room.Ring();
            }

            Note(stop);
        }
    }

    private async Task<bool> TryAsync(Func<IHistoryPen, Task<bool>> work, CancellationToken stop)
    {
        try
        {
            bool isDone = await work(_pen ??= await archive.OpenAsync(_epoch, stop));
            if (counts.SilentSince != 0) ArchiveLog.Answers(log, Silence.TotalSeconds);
            (counts.SilentSince, _wait, _saidAt) = (0, s_retry, null);
            return isDone;
        }
        catch (HistoryFencedException fenced)
        {
            ArchiveLog.Fenced(log, fenced.Message);
            _end = ArchiveEnd.Over;
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
        if (work.Erasure is not { } erasure)
        {
            // In one log whatever is behind has no smaller epoch: the archive takes it for something from before.
            if (pen.UpTo?.Mark is { } newest && work.Items.Any(i => IsOutrun(i.Message.Mark, newest)))
                ArchiveLog.Outrun(log, newest.Epoch);
            counts.Appended(await pen.AppendAsync(work.Items, stop));
        }
        else if (erasure.Account is { } account) return await ForgetAsync(pen, account, stop);
        else if (erasure.Message is var (target, message) && await pen.DeleteAsync(target, message, stop))
            counts.Erased(1);
        return true;
    }

    private static bool IsOutrun(Mark mark, Mark newest) => mark.Epoch < newest.Epoch && mark.At > newest.At;

    private async Task<bool> ForgetAsync(IHistoryPen pen, string account, CancellationToken stop)
    {
        HistoryForgotten step = await pen.ForgetAsync(account, _forgetFrom, HistoryQuery.LimitMax, stop);
        counts.Erased(step.Removed);
        _forgetFrom = step.Next;
        return step.Next is null;
    }

    // In steps, so that nothing waits long for it.
    private async Task TrimAsync(CancellationToken stop)
    {
        if (time.GetElapsedTime(_trimmedAt) < s_trim) return;
        int removed = 0;
        long now = archiver.Network.Time;
        bool isDone = await TryAsync(
            async pen =>
            {
                removed = await pen.TrimAsync(now, HistoryQuery.LimitMax, stop);
                return true;
            },
            stop);
        if (isDone && removed > 0) _work.Ring();
        else _trimmedAt = time.GetTimestamp();
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

        await Task.Delay(_wait, time, stop);
        _wait = _wait * 2 < s_patience ? _wait * 2 : s_patience;
    }

    // One watermark and one place under way at a time; nothing here waits for them.
    private void Note(CancellationToken stop)
    {
        Mark? due;
        string root;
        ArchiverPlace? place = null;
        lock (_gate)
        {
            (due, root) = (archiver.Due, archiver.Network.RootNode);
            if (_placing.IsCompleted) place = archiver.TakePlace();
        }

        if (place is not null) _placing = notes.PlacedAsync(place, stop);
        if (due is not { } mark || !_logging.IsCompleted) return;
        if (_loggedAt is { } at && time.GetElapsedTime(at) < s_watermark) return;
        _loggedAt = time.GetTimestamp();
        _logging = notes.ReachedAsync(root, mark, stop);
    }

    private async ValueTask RoomAsync()
    {
        while (_end == ArchiveEnd.None)
        {
            lock (_gate)
                if (archiver.HasRoom) return;
            await _room.WaitAsync();
        }
    }
}
