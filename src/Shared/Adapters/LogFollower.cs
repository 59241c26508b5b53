using System.Buffers;
using System.Threading.Channels;
using IrcNats.Replication;
using IrcNats.State;
using IrcNats.Wire;
using Microsoft.Extensions.Logging;
using NATS.Client.Core;
using Channel = System.Threading.Channels.Channel;

namespace IrcNats.Adapters;

/// <summary>
/// Brings the log to a sink, entry by entry without gaps: live from the broadcast, and whatever the broadcast did not
/// bring from the stream. A stored entry's broadcast can be lost in a crash of the server, so the tail is looked at
/// after every connect and whenever the root's beat names a sequence that has not come.
/// </summary>
sealed class LogFollower : IAsyncDisposable
{
    // Entries that wait for the sink. Beyond it the broadcast is dropped and read from the stream when there is room.
    private const int Waiting = 8192;

    private static readonly TimeSpan s_retry = TimeSpan.FromMilliseconds(100);

    private readonly NatsConnection _connection;
    private readonly LogReader _reader;
    private readonly SnapshotStore _snapshots;
    private readonly ILogSink _sink;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _caughtUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<(ulong Seq, byte[] Bytes)> _cast = Channel.CreateBounded<(ulong, byte[])>(
        new BoundedChannelOptions(Waiting) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
    private CallbackSubscription? _subscription;
    private Task _pump = Task.CompletedTask;
    private ulong _last, _tail;
    // The sequence that the sink is to be rebuilt at; 0: nothing is wrong.
    private ulong _rebuildAt;

    public LogFollower(
        NatsConnection connection, LogReader reader, SnapshotStore snapshots, ulong after, ILogSink sink, ILogger log)
    {
        (_connection, _reader, _snapshots, _sink, _log) = (connection, reader, snapshots, sink, log);
        _last = after;
    }

    /// <summary>Completes when following fails for good, with the reason.</summary>
    public Task Completion => _pump;

    /// <summary>Begins; completes when everything that was in the stream by then is with the sink.</summary>
    public async Task StartAsync(Subjects subjects, CancellationToken stop)
    {
        _subscription = await CallbackSubscription.StartAsync(_connection, subjects.Cast, Cast, stop);
        _connection.ConnectionOpened += Opened;
        await LookAtTailAsync();
        _pump = Task.Run(PumpAsync, CancellationToken.None);
        await (await Task.WhenAny(_caughtUp.Task, _pump)).WaitAsync(stop);
    }

    /// <summary>The log is known to reach this sequence; what has not come is read from the stream.</summary>
    public void Reaches(ulong seq)
    {
        ulong seen;
        while ((seen = Volatile.Read(ref _tail)) < seq && Interlocked.CompareExchange(ref _tail, seq, seen) != seen) { }
        if (seq > seen) _cast.Writer.TryWrite(default);
    }

    /// <summary>What the sink has is not what the log says: it is given the network anew, as of where it is.</summary>
    public void Rebuild()
    {
        Interlocked.CompareExchange(ref _rebuildAt, Volatile.Read(ref _last), 0);
        _cast.Writer.TryWrite(default);
    }

    public async ValueTask DisposeAsync()
    {
        _connection.ConnectionOpened -= Opened;
        await _stop.CancelAsync();
        if (_subscription is not null) await _subscription.DisposeAsync();
        await _pump.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private void Cast(
        string subject, string? replyTo, in ReadOnlySequence<byte>? headers, in ReadOnlySequence<byte> payload)
    {
        ulong seq = HeaderBytes.Sequence(headers);
        if (seq == 0) BusLog.Refused(_log, subject, "no Nats-Sequence: not from the stream");
        else _cast.Writer.TryWrite((seq, payload.ToArray()));
    }

    private ValueTask Opened(object? sender, NatsEventArgs args)
    {
        _ = Task.Run(LookAtTailAsync);
        return ValueTask.CompletedTask;
    }

    /// <summary>Asks the stream how far it reaches; what has not come is then read from it.</summary>
    public async Task LookAtTailAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                ulong had = Volatile.Read(ref _last);
                (_, ulong last) = await _reader.BoundsAsync(_stop.Token);
                if (last < had) GoBack(had, last);
                else Reaches(last);
                return;
            }
            catch (NatsException e)
            {
                BusLog.StreamSilent(_log, "tail", e.Message);
                await Task.Delay(s_retry, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    // A single server lost its unsynced tail: what was shown of it cannot be taken back, what comes is another log.
    private void GoBack(ulong had, ulong last)
    {
        BusLog.WentBack(_log, had, last);
        Volatile.Write(ref _tail, last);
        Interlocked.Exchange(ref _rebuildAt, Math.Max(last, 1));
        _cast.Writer.TryWrite(default);
    }

    private async Task PumpAsync()
    {
        try
        {
            await CatchUpAsync(Volatile.Read(ref _tail));
            _caughtUp.SetResult();
            await foreach (var (seq, bytes) in _cast.Reader.ReadAllAsync(_stop.Token))
            {
                if (Interlocked.Exchange(ref _rebuildAt, 0) is > 0 and var at) await RebuildAsync(at);
                if (seq > _last + 1) await CatchUpAsync(seq - 1);
                if (seq == _last + 1) await GiveAsync(seq, bytes);
                // The queue is empty and the tail is further: its broadcast was lost, or will be dropped as known.
                if (_cast.Reader.Count == 0 && Volatile.Read(ref _tail) > _last)
                    await CatchUpAsync(Volatile.Read(ref _tail));
            }
        }
        catch (Exception e) when (!_stop.IsCancellationRequested)
        {
            BusLog.FollowerFailed(_log, e.ToString());
            throw;
        }
    }

    private async Task CatchUpAsync(ulong last)
    {
        if (_caughtUp.Task.IsCompleted && last > _last) BusLog.Repairing(_log, _last + 1, last);
        while (_last < last)
        {
            _stop.Token.ThrowIfCancellationRequested();
            try
            {
                last = await ReadAsync(last);
            }
            catch (NatsException e)
            {
                BusLog.StreamSilent(_log, "direct get", e.Message);
                await Task.Delay(s_retry, _stop.Token);
            }
        }
    }

    // Returns how far there is still something to read: less than was asked for when the log does not reach that far.
    private async Task<ulong> ReadAsync(ulong last)
    {
        await foreach (var (seq, bytes) in _reader.ReadAsync(_last + 1, last))
        {
            if (bytes is not null)
            {
                await GiveAsync(seq, bytes);
                continue;
            }

            // Not there: trimmed away, or the replica that answered is behind and will have it soon.
            (ulong first, ulong end) = await _reader.BoundsAsync(_stop.Token);
            if (seq < first) await ReloadAsync(seq);
            else if (seq > end) return Disbelieve(last, end);
            else await Task.Delay(s_retry, _stop.Token);
            return last;
        }

        return last;
    }

    // Somebody who is no root named a sequence that the log does not have. A true one will be named again.
    private ulong Disbelieve(ulong claimed, ulong end)
    {
        BusLog.NeverWritten(_log, claimed, end);
        Interlocked.CompareExchange(ref _tail, end, claimed);
        return end;
    }

    private async Task ReloadAsync(ulong missing)
    {
        BusLog.Trimmed(_log, missing);
        NetworkSnapshot? saved = await _snapshots.LoadAsync(_stop.Token);
        if (saved is null || saved.At.Seq < missing)
            throw new InvalidOperationException($"Entry {missing} is gone and no snapshot covers it.");
        await _sink.ReloadedAsync(saved);
        _last = saved.At.Seq;
    }

    private async Task RebuildAsync(ulong at)
    {
        NetworkSnapshot? saved = await _snapshots.LoadAsync(_stop.Token);
        Network network = saved is null || saved.At.Seq > at ? new Network() : Network.Load(saved);
        await foreach (var (seq, bytes) in _reader.ReadAsync(network.Seq + 1, at))
        {
            if (bytes is null) throw new InvalidOperationException($"Entry {seq} is gone and no snapshot covers it.");
            if (Codec.TryDecode(bytes, out Entry? entry, out _)) Replay.Apply(network, seq, entry);
            else network.Skip(seq);
        }

        BusLog.Rebuilt(_log, network.Seq, Codec.Digest(network));
        await _sink.ReloadedAsync(network.Save());
        Volatile.Write(ref _last, network.Seq);
    }

    private async ValueTask GiveAsync(ulong seq, byte[] bytes)
    {
        if (Codec.TryDecode(bytes, out Entry? entry, out string? error)) await _sink.EntryAsync(seq, entry);
        else
        {
            BusLog.Unreadable(_log, seq, error);
            await _sink.SkippedAsync(seq, error);
        }

        _last = seq;
    }
}
