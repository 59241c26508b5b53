using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Channel = System.Threading.Channels.Channel;

namespace IrcNats.Ports;

/// <summary>
/// Appends entries to the log. Each entry is fenced by the sequence that it must follow; many are under way at a time,
/// and every one is acknowledged. If an acknowledgement is missing or wrong, the appender looks at the stream. Entries
/// that are there count, and the others are sent again. An entry that is not ours means that another root writes, and
/// this one ends. The simulator runs this class, too: whatever waits here waits by the time given.
/// </summary>
sealed class LogAppender : IAsyncDisposable
{
    private static readonly TimeSpan s_ackTimeout = TimeSpan.FromSeconds(2), s_retry = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(1);

    // The pause before another recovery if the one before came to nothing, twice as long each time: each recovery sends
    // all that is missing.
    private static readonly TimeSpan s_firstPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan s_mostPause = TimeSpan.FromMilliseconds(200);

    // A root that has heard nothing of the log for so long may have been replaced meanwhile.
    private static readonly TimeSpan s_doubt = TimeSpan.FromMilliseconds(500);

    // Without bytes: it was stored before this appender began, and its content is not known.
    private sealed record Flight(ulong Seq, byte[]? Bytes)
    {
        public long SentAt { get; set; }
        public bool WasSent { get; set; }
    }

    private readonly ILogStream _stream;
    private readonly LogReader _reader;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly string _node;
    private readonly Action<string> _fenced;
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationToken _stopped;
    // An entry is known as stored; there is trouble, or the time to look whether there is.
    private readonly Signal _progress = new(), _look = new();
    private readonly Lock _gate = new();
    private readonly Queue<Flight> _flights = [];
    // Holds no more than the root's window of entries: it asks whether there is room before it decides.
    private readonly Channel<Flight> _toSend = Channel.CreateUnbounded<Flight>(new() { SingleReader = true });
    private readonly SemaphoreSlim _publishing = new(1);
    // Set while the first entry after a silence goes alone: true when it is stored, false if something came between.
    private TaskCompletionSource<bool>? _assured;
    private ulong _alone;
    private long _heard;
    // The log was certainly ours at this time: when the newest acknowledged entry was sent, or when the stream was
    // asked.
    private long _owned;
    private bool _isOwned;
    private ILogPen? _pen;
    private volatile Flight _newest;
    private Task _pump = Task.CompletedTask, _watch = Task.CompletedTask;
    private volatile string? _trouble;
    private (ulong At, TimeSpan Pause) _recovery;
    private int _generation;
    private bool _over;

    /// <param name="committed">The log's last sequence as this root knows it, and the entry there if it is
    /// known.</param>
    /// <param name="fenced">Called once, with the reason, when this root is replaced.</param>
    public LogAppender(
        ILogStream stream, string node, (ulong Seq, byte[]? Bytes) committed, Action<string> fenced,
        TimeProvider time, ILogger log)
    {
        (_stream, _node, _fenced, _time, _log) = (stream, node, fenced, time, log);
        _reader = new LogReader(stream);
        _stopped = _stop.Token;
        _newest = new Flight(committed.Seq, committed.Bytes);
    }

    /// <summary>The last sequence known to be stored.</summary>
    public ulong Committed => _newest.Seq;

    /// <summary>Time since the log was certainly still this root's: no other root had been elected then.</summary>
    public TimeSpan SinceOwned
    {
        get { lock (_gate) return _isOwned ? _time.GetElapsedTime(_owned) : TimeSpan.FromDays(1); }
    }

    public async Task StartAsync(CancellationToken stop)
    {
        _pen = await _stream.OpenAsync(_node, Acknowledged, stop);
        _stream.Opened += Opened;
        _pump = PumpAsync();
        _watch = WatchAsync();
    }

    /// <summary>Appends bytes that must become this sequence, the one after the entry before. Never blocks.</summary>
    public void Append(ulong seq, byte[] bytes)
    {
        Flight flight = new(seq, bytes) { SentAt = _time.GetTimestamp() };
        lock (_gate) _flights.Enqueue(flight);
        _toSend.Writer.TryWrite(flight);
    }

    /// <summary>Completes when this sequence is known to be stored, or when this appender has ended.</summary>
    public Task WhenStoredAsync(ulong seq) => ProgressAsync(() => Committed < seq);

    /// <summary>Asks the stream how far it is: an end that is not this root's means another root.</summary>
    public async Task ConfirmAsync()
    {
        try
        {
            (long asked, ulong committed) = (_time.GetTimestamp(), Committed);
            (_, ulong last) = await _reader.BoundsAsync(_stopped);
            // The stream may have entries that are still under way: they are ours if they are acknowledged.
            await ProgressAsync(() => IsUnderWay(last));
            _stopped.ThrowIfCancellationRequested();
            lock (_gate)
            {
                if (last < committed || last > Committed) Trouble($"the log ends at {last}, not at {Committed}");
                else Own(asked);
            }
        }
        catch (LogSilentException e) when (e.IsGone)
        {
            // A root that has nothing to append would not learn it otherwise.
            Trouble(e.Message);
        }
        catch (Exception e) when (e is LogSilentException or OperationCanceledException)
        {
            BusLog.StreamSilent(_log, "confirmation", e.Message);
            await Task.Delay(s_retry, _time, CancellationToken.None);
        }
    }

    private bool IsUnderWay(ulong seq)
    {
        lock (_gate) return _trouble is null && seq > Committed && _flights.Any(f => f.Seq == seq);
    }

    private async Task ProgressAsync(Func<bool> isMissing)
    {
        for (Task change = _progress.Next; isMissing() && !_stopped.IsCancellationRequested; change = _progress.Next)
            await change;
    }

    // The first reason stands. Whoever waits for entries to be stored stops waiting, and the watch looks.
    private void Trouble(string why)
    {
        _trouble ??= why;
        _progress.Ring();
        _look.Ring();
    }

    private void Own(long at) => (_isOwned, _owned) = (true, _isOwned ? Math.Max(_owned, at) : at);

    public async ValueTask DisposeAsync()
    {
        _stream.Opened -= Opened;
        _toSend.Writer.TryComplete();
        _stop.Cancel();
        _progress.Ring();
        _look.Ring();
        _assured?.TrySetResult(false);
        if (_pen is not null) await _pen.DisposeAsync();
        const ConfigureAwaitOptions Quietly =
            ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext;
        await _pump.ConfigureAwait(Quietly);
        await _watch.ConfigureAwait(Quietly);
        _stop.Dispose();
        _publishing.Dispose();
    }

    private async Task PumpAsync()
    {
        while (await _toSend.Reader.WaitToReadAsync(_stopped))
            while (_toSend.Reader.TryRead(out Flight? flight)) await SendAsync(flight);
    }

    private async Task SendAsync(Flight flight)
    {
        TaskCompletionSource<bool>? assured = null;
        await _publishing.WaitAsync(CancellationToken.None);
        try
        {
            _stopped.ThrowIfCancellationRequested();
            // During a recovery nothing goes out in between: the recovery sends what is missing, this one too.
            if (_trouble is null && !flight.WasSent)
            {
                assured = _time.GetElapsedTime(Volatile.Read(ref _heard)) > s_doubt ? Doubt(flight) : null;
                await PublishAsync(flight, _generation);
            }
        }
        catch (LogSilentException e)
        {
            Trouble(e.Message);
        }
        finally
        {
            _publishing.Release();
        }

        if (assured is not null && await assured.Task) await AssureAsync(flight);
    }

    // The first entry after a silence goes alone. If another root writes, no second entry slips in behind that root's.
    private TaskCompletionSource<bool> Doubt(Flight flight)
    {
        _alone = flight.Seq;
        return _assured = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    // The sequence number alone does not say which entry it follows: in the silence the log may have gone back and
    // become another root's. So the entry before it is read back.
    private async Task AssureAsync(Flight flight)
    {
        _alone = 0;
        Flight before = _newest;
        try
        {
            byte[]? stored = before.Bytes is null ? null : await _reader.GetAsync(before.Seq);
            if (stored is null || stored.AsSpan().SequenceEqual(before.Bytes)) Stored(flight.Seq, isCurrent: true);
            else Trouble($"entry {before.Seq} of the log is another root's");
        }
        catch (LogSilentException e)
        {
            Trouble(e.Message);
        }
    }

    private ValueTask PublishAsync(Flight flight, int generation)
    {
        flight.SentAt = _time.GetTimestamp();
        flight.WasSent = true;
        return _pen!.WriteAsync(flight.Seq, flight.Bytes!, generation);
    }

    private void Acknowledged(ulong seq, int generation, string? refused)
    {
        bool current = generation == Volatile.Read(ref _generation);
        bool isAlone = current && seq == Volatile.Read(ref _alone);
        if (refused is null && isAlone) _assured?.TrySetResult(true);
        else if (refused is null) Stored(seq, current);
        else if (current) Trouble($"entry {seq} was refused: {refused}");
    }

    // Acknowledgements come in order. If one is left out, another root's entry may stand in the place of ours.
    private void Stored(ulong seq, bool isCurrent)
    {
        lock (_gate)
        {
            if (!_flights.TryPeek(out Flight? head) || seq < head.Seq) return;
            if (seq > head.Seq)
            {
                Trouble($"entry {seq} is stored and entry {head.Seq} was not heard of");
                return;
            }

            _newest = _flights.Dequeue();
            if (isCurrent) Own(_newest.SentAt);
            Volatile.Write(ref _heard, _time.GetTimestamp());
        }

        _progress.Ring();
    }

    private void Opened() => Trouble("the connection was lost");

    // Sees to trouble as soon as there is any: a refusal, a lost connection, an acknowledgement that does not come.
    // Nobody tells of the last: an alarm rings when the oldest entry is late, or when the next one can be.
    private async Task WatchAsync()
    {
        await using ITimer alarm = _time.CreateTimer(
            _ => _look.Ring(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        while (!_over)
        {
            Task change = _look.Next;
            _stopped.ThrowIfCancellationRequested();
            TimeSpan age = OldestAge();
            if (_trouble is null && age > s_ackTimeout) _trouble = "no acknowledgement";
            if (_trouble is null || !_stream.IsOpen)
            {
                TimeSpan left = s_ackTimeout - age;
                alarm.Change((left > TimeSpan.Zero ? left : s_ackTimeout) + s_moment, Timeout.InfiniteTimeSpan);
                await change;
                continue;
            }

            await PauseAsync();
            await RecoverAsync();
        }
    }

    // Nothing was stored since the last recovery, perhaps because the stream has no leader yet.
    private async Task PauseAsync()
    {
        bool isFirst = _recovery.At != Committed || _recovery.Pause == TimeSpan.Zero;
        if (!isFirst) await Task.Delay(_recovery.Pause, _time, _stopped);
        TimeSpan longer = isFirst ? s_firstPause : _recovery.Pause * 2;
        _recovery = (Committed, longer < s_mostPause ? longer : s_mostPause);
    }

    private TimeSpan OldestAge()
    {
        lock (_gate)
            return _flights.TryPeek(out Flight? oldest) ? _time.GetElapsedTime(oldest.SentAt) : TimeSpan.Zero;
    }

    private async Task RecoverAsync()
    {
        await _publishing.WaitAsync(CancellationToken.None);
        try
        {
            _stopped.ThrowIfCancellationRequested();
            BusLog.Recovering(_log, Committed, _trouble!, _flights.Count);
            if (await CompareAsync() is { } why)
            {
                _over = true;
                BusLog.Fenced(_log, why);
                _fenced(why);
                return;
            }

            await SendAgainAsync();
        }
        catch (LogSilentException e)
        {
            BusLog.StreamSilent(_log, "recovery", e.Message);
            Trouble(e.Message);
            await Task.Delay(s_retry, _time, _stopped);
        }
        finally
        {
            _publishing.Release();
        }
    }

    // From the newest entry known to be stored on, what the log has must be ours, byte for byte: the bytes name the
    // epoch. Returns what is wrong with it; null if nothing is.
    private async Task<string?> CompareAsync()
    {
        // As of the question: late acknowledgements may come while its answer is under way.
        ulong committed = Committed;
        if (await BoundsAsync() is not var (first, last)) return "the log is gone";
        if (last < committed) return $"the log went back from {committed} to {last}";
        Flight[] ours;
        lock (_gate) ours = [_newest, .. _flights];
        if (last > ours[^1].Seq) return $"entry {last} of the log is not of this root";
        // The newest entry known to be stored may be trimmed away. If one that was under way is trimmed, nobody knows
        // whose it was.
        ulong newest = ours[0].Seq;
        if (first > newest + 1) return $"entry {newest + 1} is trimmed away, and may have been another root's";
        int next = first > newest ? 1 : 0;
        await foreach (var (seq, stored) in _reader.ReadAsync(newest + (ulong)next, last))
        {
            // The replica that answered is behind. What is sent again will be refused, and then this is done again.
            if (stored is null) return null;
            byte[] expected = ours[next++].Bytes ?? stored;
            if (!stored.AsSpan().SequenceEqual(expected)) return $"entry {seq} of the log is another root's";
            Stored(seq, isCurrent: false);
        }

        return null;
    }

    // Null: the server lost the whole log.
    private async Task<(ulong First, ulong Last)?> BoundsAsync()
    {
        try
        {
            return await _reader.BoundsAsync(_stopped);
        }
        catch (LogSilentException e) when (e.IsGone)
        {
            return null;
        }
    }

    private async Task SendAgainAsync()
    {
        Interlocked.Increment(ref _generation);
        (_trouble, _alone) = (null, 0);
        _assured?.TrySetResult(false);
        Flight[] missing;
        lock (_gate) missing = [.. _flights];
        BusLog.Recovered(_log, Committed, missing.Length);
        foreach (Flight flight in missing) await PublishAsync(flight, _generation);
    }
}
