using System.Threading.Channels;
using IrcNats.Replication;
using IrcNats.State;
using IrcNats.Wire;
using Microsoft.Extensions.Logging;
using Channel = System.Threading.Channels.Channel;

namespace IrcNats.Ports;

/// <summary>
/// Brings the log to a sink, entry by entry without gaps: live from the broadcast, and what the broadcast did not bring
/// from the stream. A crash of the server can lose the broadcast of a stored entry. So the follower looks at the end of
/// the log after every connect, and when the root's beat names a sequence that has not come. It also looks when a root
/// says something that contradicts what the sink has: then the stream was deleted, or an older copy was put in its
/// place, while no connection broke. The simulator runs this class, too: whatever waits here waits by the time given.
/// </summary>
sealed class LogFollower : IAsyncDisposable
{
    // Entries that may wait for the sink. Beyond these the broadcast is dropped, and read from the stream when there is
    // room.
    private const int Waiting = 8192;

    private const ulong WhereItIs = ulong.MaxValue;

    // Tries between two log lines that say what is waited for: two seconds.
    private const int TriesUnsaid = 20;

    private static readonly TimeSpan s_retry = TimeSpan.FromMilliseconds(100);

    private readonly ILogStream _stream;
    private readonly LogReader _reader;
    private readonly Func<CancellationToken, Task<NetworkSnapshot?>> _loadSnapshot;
    private readonly LogRebuild _rebuild;
    private readonly ILogSink _sink;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Refusals _refusals;
    private readonly Contradictions _contradictions;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _caughtUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<(ulong Seq, byte[] Bytes)> _cast = Channel.CreateBounded<(ulong, byte[])>(
        new BoundedChannelOptions(Waiting) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
    private IAsyncDisposable? _subscription;
    private Task _pump = Task.CompletedTask;
    private ulong _last, _tail;
    // The entry at _last, with which the follower checks that the log still has it; null if it was never read.
    private byte[]? _newest;
    private Grounds _from;
    // How often the log may have become another, and how many of these doubts have been looked into.
    private int _doubts = 1, _settled;
    // Where the sink is to be made anew: as of an entry, or as of wherever it is. 0: nothing is wrong.
    private ulong _wrongAt;

    /// <param name="loadSnapshot">Loads the newest snapshot that can be used; waits until there is an answer.</param>
    public LogFollower(
        ILogStream stream, Func<CancellationToken, Task<NetworkSnapshot?>> loadSnapshot, Grounds from, ILogSink sink,
        TimeProvider time, ILogger log)
    {
        (_stream, _loadSnapshot, _sink, _time, _log) = (stream, loadSnapshot, sink, time, log);
        _refusals = new Refusals(log);
        _reader = new LogReader(stream);
        _rebuild = new LogRebuild(_reader, loadSnapshot, log);
        _contradictions = new Contradictions(time);
        BeginAt(from);
    }

    /// <summary>Completes when following fails for good, with the reason.</summary>
    public Task Completion => _pump;

    /// <summary>
    /// Whether the sink surely has what the log has: nothing happened that could have changed the log.
    /// </summary>
    public bool IsCertain => Volatile.Read(ref _settled) == Volatile.Read(ref _doubts);

    /// <summary>
    /// The newest entry that the sink got, and its sequence; without bytes if the sink began behind it.
    /// </summary>
    public (ulong Seq, byte[]? Bytes) Newest => (_last, _newest);

    /// <summary>Begins. Completes when the sink has everything that was in the stream by then.</summary>
    public async Task StartAsync(CancellationToken stop)
    {
        _subscription = await _stream.ListenAsync(TakeBroadcast, stop);
        _stream.Opened += Doubt;
        _pump = PumpAsync();
        using CancellationTokenRegistration patience = stop.Register(() => _caughtUp.TrySetCanceled(stop));
        await _caughtUp.Task;
    }

    /// <summary>The log is known to reach this sequence; what has not come is read from the stream.</summary>
    public void Reaches(ulong seq)
    {
        ulong seen;
        while ((seen = Volatile.Read(ref _tail)) < seq && Interlocked.CompareExchange(ref _tail, seq, seen) != seen) { }
        if (seq > seen) Wake();
    }

    /// <summary>The active root says how far the log was one beat ago.</summary>
    public void Heard(Beat beat)
    {
        if (_contradictions.InWord(beat.Epoch, beat.Seq)) Contradicted();
        Reaches(beat.Seq);
    }

    /// <summary>A root answered. The log reaches the sequence that the answer names, or soon will.</summary>
    public void Heard(Reply reply)
    {
        if (_contradictions.InWord(reply.Epoch, reply.After)) Contradicted();
    }

    /// <summary>An entry was missed, or the log may have become another: the follower looks.</summary>
    public void Doubt()
    {
        Interlocked.Increment(ref _doubts);
        Wake();
    }

    /// <summary>
    /// Whether the log still has the newest entry that the sink has. A root asks before it writes behind that entry,
    /// because the sequence number alone does not tell that the log is another. If the log does not have it, the
    /// follower looks into that.
    /// </summary>
    /// <exception cref="LogSilentException">No answer.</exception>
    public async Task<bool> StandsAsync(CancellationToken stop)
    {
        if (!IsCertain) return false;
        bool stands = await _reader.HasAsync(_from with { Seq = _last }, stop, _newest) is not false;
        if (!stands) Doubt();
        return stands && IsCertain;
    }

    /// <summary>
    /// What the sink has is not what the log says. It gets the network anew, as of where it is, or as of the entry
    /// named and then the entries that follow.
    /// </summary>
    public void Rebuild(ulong at = WhereItIs)
    {
        Volatile.Write(ref _wrongAt, at);
        Wake();
    }

    public async ValueTask DisposeAsync()
    {
        _stream.Opened -= Doubt;
        _stop.Cancel();
        if (_subscription is not null) await _subscription.DisposeAsync();
        await _pump.ConfigureAwait(
            ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        _stop.Dispose();
    }

    // If the queue is full, what is in it wakes the pump anyway.
    private void Wake() => _cast.Writer.TryWrite(default);

    private async Task PumpAsync()
    {
        try
        {
            do
            {
                await SettleAsync();
                await CatchUpAsync(Volatile.Read(ref _tail));
            }
            while (!IsCertain);

            _caughtUp.TrySetResult();
            while (await _cast.Reader.WaitToReadAsync(_stop.Token))
                while (_cast.Reader.TryRead(out var next)) await TakeAsync(next.Seq, next.Bytes);
        }
        catch (Exception e) when (!_stop.IsCancellationRequested)
        {
            BusLog.FollowerFailed(_log, e.ToString());
            _caughtUp.TrySetException(e);
            throw;
        }
    }

    private void TakeBroadcast(ulong seq, byte[] bytes)
    {
        if (_contradictions.InBroadcast(seq)) Contradicted();
        _cast.Writer.TryWrite((seq, bytes));
    }

    // A doubt that is being looked into already tells nothing new.
    private void Contradicted()
    {
        if (IsCertain) Doubt();
    }

    private bool IsOther(byte[] bytes) => _newest is not null && !bytes.AsSpan().SequenceEqual(_newest);

    // Somebody broadcast an entry that is not in the log: this one, or an earlier one that was taken for the next
    // entry.
    private async Task CompareAsync(ulong seq, byte[] bytes)
    {
        if (await _reader.GetAsync(seq) is not { } stored) return;
        if (!stored.AsSpan().SequenceEqual(bytes))
            _refusals.Add($"the broadcast of {seq}", "the log has another entry there");
        if (stored.AsSpan().SequenceEqual(_newest)) return;
        BusLog.WasForged(_log, seq);
        await MendAsync(seq);
    }

    private async Task TakeAsync(ulong seq, byte[] bytes)
    {
        if (!IsCertain)
        {
            // This entry, too, may be of the log as it was. So the stream is read up to its present end.
            await SettleAsync();
            seq = 0;
        }

        if (Interlocked.Exchange(ref _wrongAt, 0) is > 0 and var at) await MendAsync(at);
        if (seq == _last && IsOther(bytes)) await InsistAsync("entry", () => CompareAsync(seq, bytes));
        if (seq > _last + 1) await CatchUpAsync(seq - 1);
        if (seq == _last + 1 && IsCertain) await GiveAsync(seq, bytes, isBehindRead: false);
        // The queue is empty and the log is further: the broadcast was lost, or it will come and be dropped as known.
        if (_cast.Reader.Count == 0 && Volatile.Read(ref _tail) > _last) await CatchUpAsync(Volatile.Read(ref _tail));
    }

    // What has come by the time the stream answers may have been broadcast before the log became another. So it is
    // dropped, and all of it is read from the stream, up to where that is then.
    private async Task SettleAsync()
    {
        while (!IsCertain)
        {
            int doubts = Volatile.Read(ref _doubts);
            await InsistAsync("tail", LookAtTailAsync);
            while (_cast.Reader.TryRead(out _)) { }
            await InsistAsync("tail", async () => Reaches((await _reader.BoundsAsync(_stop.Token)).Last));
            Volatile.Write(ref _settled, doubts);
        }
    }

    private async Task LookAtTailAsync()
    {
        (_, ulong end) = await _reader.BoundsAsync(_stop.Token);
        bool? stands = end < _last ? false : await _reader.HasAsync(_from with { Seq = _last }, _stop.Token, _newest);
        if (stands is null) await BeginBehindAsync(_last);
        if (stands is not false) return;
        // A single server lost its unsynced tail. What was shown of it cannot be taken back; what comes is another log.
        BusLog.WentBack(_log, _last, end);
        Volatile.Write(ref _tail, end);
        await RebuildAsync(end, ReloadReason.WentBack);
    }

    // The sink's newest entry is trimmed away. Only a snapshot can tell whether the log is still the same; without a
    // newer snapshot it is taken to be.
    private async Task BeginBehindAsync(ulong seq)
    {
        if (await _loadSnapshot(_stop.Token) is { } saved && saved.At.Seq > seq) await BeginAtAsync(saved);
    }

    // Repeats the question until the stream answers.
    private async Task InsistAsync(string what, Func<Task> ask)
    {
        for (int tries = 0; ; tries++)
        {
            _stop.Token.ThrowIfCancellationRequested();
            try
            {
                await ask();
                return;
            }
            catch (LogSilentException e)
            {
                if (tries % TriesUnsaid == 0) BusLog.StreamSilent(_log, what, e.Message);
                await Task.Delay(s_retry, _time, _stop.Token);
            }
        }
    }

    private async Task CatchUpAsync(ulong last)
    {
        if (_caughtUp.Task.IsCompleted && last > _last) BusLog.Repairing(_log, _last + 1, last);
        while (_last < last) await InsistAsync("direct get", async () => last = await ReadAsync(last));
    }

    // Returns how far there is still something to read. That is less than was asked for if the log does not reach that
    // far, or if it is in doubt: then what it has now may belong to another past than what the sink has.
    private async Task<ulong> ReadAsync(ulong last)
    {
        bool isBehindRead = false;
        await foreach (var (seq, bytes) in _reader.ReadAsync(_last + 1, last))
        {
            if (!IsCertain) return _last;
            if (bytes is not null)
            {
                await GiveAsync(seq, bytes, isBehindRead);
                isBehindRead = true;
                continue;
            }

            // The entry is trimmed away, or the replica that answered is behind and will have it soon.
            (ulong first, ulong end) = await _reader.BoundsAsync(_stop.Token);
            if (seq > end) return Disbelieve(last, end);
            if (seq >= first) throw LogReader.Lacks(seq);
            await ReloadAsync(seq);
            return last;
        }

        return last;
    }

    // Somebody who is no root named a sequence that the log does not have. A root would name it again.
    private ulong Disbelieve(ulong claimed, ulong end)
    {
        BusLog.NeverWritten(_log, claimed, end);
        Interlocked.CompareExchange(ref _tail, end, claimed);
        return end;
    }

    private async Task ReloadAsync(ulong missing)
    {
        BusLog.Trimmed(_log, missing);
        NetworkSnapshot? saved = await _loadSnapshot(_stop.Token);
        if (saved is null || saved.At.Seq < missing)
            throw new InvalidOperationException($"Entry {missing} is gone and no snapshot covers it.");
        await BeginAtAsync(saved);
    }

    private async Task BeginAtAsync(NetworkSnapshot saved)
    {
        await _sink.ReloadedAsync(saved, ReloadReason.Behind);
        BeginAt(Grounds.Of(saved));
    }

    // A doubt comes first: perhaps the sink is wrong because the log is another than it was.
    private async Task MendAsync(ulong at)
    {
        bool mended = false;
        await InsistAsync("rebuild", async () =>
            mended = IsCertain && await RebuildAsync(Math.Min(at, _last), ReloadReason.Wrong));
        if (!mended) Rebuild(at);
    }

    // Does not go beyond the log's end: an entry broadcast there may be forged. Returns false if the log may have
    // become another while it was read.
    private async Task<bool> RebuildAsync(ulong at, ReloadReason why)
    {
        int doubts = Volatile.Read(ref _doubts);
        (_, ulong end) = await _reader.BoundsAsync(_stop.Token);
        Network network = await _rebuild.AtAsync(Math.Min(at, end), _stop.Token);
        if (doubts != Volatile.Read(ref _doubts)) return false;
        Volatile.Write(ref _wrongAt, 0);
        BusLog.Rebuilt(_log, network.Seq, Codec.Digest(network));
        await _sink.ReloadedAsync(network.Save(), why);
        BeginAt(Grounds.Of(network));
        return true;
    }

    private void BeginAt(Grounds grounds)
    {
        (_from, _last, _newest) = (grounds, grounds.Seq, null);
        _contradictions.StandAt(grounds.Seq, grounds.Epoch ?? 0);
    }

    private async ValueTask GiveAsync(ulong seq, byte[] bytes, bool isBehindRead)
    {
        Codec.TryDecode(bytes, out Entry? entry, out string? error);
        if (entry is not null && _contradictions.InEntry(seq, entry, isBehindRead))
        {
            Doubt();
            return;
        }

        try
        {
            if (entry is not null) await _sink.EntryAsync(seq, entry);
            else
            {
                BusLog.Unreadable(_log, seq, error!);
                await _sink.SkippedAsync(seq, error!);
            }

            Took();
        }
        catch (UnfitEventException)
        {
            Took();
            await MendAsync(seq);
        }

        void Took()
        {
            (_last, _newest) = (seq, bytes);
            _contradictions.Took(seq, entry);
        }
    }
}
