using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using IrcNats.Wire;
using Microsoft.Extensions.Logging;
using NATS.Client.Core;
using NATS.Client.JetStream;
using Channel = System.Threading.Channels.Channel;

namespace IrcNats.Adapters;

/// <summary>
/// Appends entries to the log, each fenced by the sequence it must follow, many under way at a time, every one
/// acknowledged. When an acknowledgement is missing or wrong it looks at the stream: entries that are there count, the
/// others are sent again, and an entry that is not ours means that another root writes: that is the end of this one.
/// https://github.com/nats-io/nats-architecture-and-design/blob/main/adr/ADR-1.md
/// </summary>
sealed class LogAppender : IAsyncDisposable
{
    /// <summary>Entries unacknowledged at a time; newer servers drop floods beyond some thousands.</summary>
    public const int Window = 2000;

    private const int WrongLastSequence = 10071;
    private static readonly TimeSpan s_ackTimeout = TimeSpan.FromSeconds(2), s_retry = TimeSpan.FromMilliseconds(50);

    // Who has heard nothing of the log for so long may have been replaced meanwhile.
    private static readonly TimeSpan s_doubt = TimeSpan.FromMilliseconds(500);

    // No bytes: stored before this appender began, and not known.
    private sealed record Flight(ulong Seq, byte[]? Bytes)
    {
        public long SentAt { get; set; }
        public bool WasSent { get; set; }
    }

    private readonly NatsConnection _connection;
    private readonly Subjects _subjects;
    private readonly LogReader _reader;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Refusals _refusals;
    private readonly string _acks;
    private readonly Action<string> _fenced;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly Queue<Flight> _flights = [];
    // Holds no more than the window: the writer asks for room before it decides.
    private readonly Channel<Flight> _toSend = Channel.CreateUnbounded<Flight>(new() { SingleReader = true });
    private readonly SemaphoreSlim _publishing = new(1);
    private TaskCompletionSource? _assured;
    private long _heard;
    // When the newest of the entries that were acknowledged was sent, or the stream was asked: it was ours then.
    private long _owned;
    private bool _isOwned;
    private TaskCompletionSource _room = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CallbackSubscription? _subscription;
    private volatile Flight _newest;
    private Task _pump = Task.CompletedTask, _watch = Task.CompletedTask;
    private volatile string? _trouble;
    private int _generation;
    private bool _over;

    /// <param name="committed">The log's last sequence as this root knows it, and the entry there if known.</param>
    /// <param name="fenced">Called once, when this root is not the root any more, with the reason.</param>
    public LogAppender(
        NatsConnection connection, Subjects subjects, LogReader reader, string node,
        (ulong Seq, byte[]? Bytes) committed, Action<string> fenced, TimeProvider time, ILogger log)
    {
        (_connection, _subjects, _reader, _fenced, _time, _log) = (connection, subjects, reader, fenced, time, log);
        _refusals = new Refusals(log);
        _acks = subjects.Acks(node, (ulong)time.GetUtcNow().ToUnixTimeMilliseconds());
        _newest = new Flight(committed.Seq, committed.Bytes);
    }

    /// <summary>The last sequence known to be stored.</summary>
    public ulong Committed => _newest.Seq;

    /// <summary>Time since the log was certainly still this root's: no other had been elected then.</summary>
    public TimeSpan SinceOwned
    {
        get { lock (_gate) return _isOwned ? _time.GetElapsedTime(_owned) : TimeSpan.FromDays(1); }
    }

    public bool HasRoom
    {
        get { lock (_gate) return _flights.Count < Window; }
    }

    public async Task StartAsync(CancellationToken stop)
    {
        _subscription = await CallbackSubscription.StartAsync(_connection, _acks + ".>", Acknowledged, stop);
        _connection.ConnectionOpened += Opened;
        _pump = Task.Run(PumpAsync, CancellationToken.None);
        _watch = Task.Run(WatchAsync, CancellationToken.None);
    }

    /// <summary>Appends bytes that must become this sequence, the one after the entry before. Never blocks.</summary>
    public void Append(ulong seq, byte[] bytes)
    {
        Flight flight = new(seq, bytes) { SentAt = _time.GetTimestamp() };
        lock (_gate) _flights.Enqueue(flight);
        _toSend.Writer.TryWrite(flight);
    }

    /// <summary>Completes when an entry may be appended.</summary>
    public Task WaitForRoomAsync()
    {
        lock (_gate) return _flights.Count < Window ? Task.CompletedTask : _room.Task;
    }

    /// <summary>Asks the stream how far it is: an end that is not this root's means another root.</summary>
    public async Task ConfirmAsync()
    {
        try
        {
            (long asked, ulong committed) = (_time.GetTimestamp(), Committed);
            (_, ulong last) = await _reader.BoundsAsync(_stop.Token);
            // Entries under way that it has already: they are ours if they are acknowledged.
            while (IsUnderWay(last)) await Task.Delay(1, _stop.Token);
            lock (_gate)
            {
                if (last < committed || last > Committed) _trouble ??= $"the log ends at {last}, not at {Committed}";
                else Own(asked);
            }
        }
        catch (Exception e) when (e is NatsException or TimeoutException or OperationCanceledException)
        {
            BusLog.StreamSilent(_log, "confirmation", e.Message);
            await Task.Delay(s_retry, CancellationToken.None);
        }
    }

    private bool IsUnderWay(ulong seq)
    {
        lock (_gate) return _trouble is null && seq > Committed && _flights.Any(f => f.Seq == seq);
    }

    private void Own(long at) => (_isOwned, _owned) = (true, _isOwned ? Math.Max(_owned, at) : at);

    public async ValueTask DisposeAsync()
    {
        _connection.ConnectionOpened -= Opened;
        _toSend.Writer.TryComplete();
        await _stop.CancelAsync();
        if (_subscription is not null) await _subscription.DisposeAsync();
        await _pump.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _watch.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
        _publishing.Dispose();
    }

    private async Task PumpAsync()
    {
        await foreach (Flight flight in _toSend.Reader.ReadAllAsync(_stop.Token))
        {
            TaskCompletionSource? assured = null;
            await _publishing.WaitAsync(_stop.Token);
            try
            {
                // During a recovery nothing goes out in between: the recovery sends what is missing, this one too.
                if (_trouble is null && !flight.WasSent)
                {
                    assured = _time.GetElapsedTime(Volatile.Read(ref _heard)) > s_doubt ? Doubt() : null;
                    await PublishAsync(flight, _generation);
                }
            }
            finally
            {
                _publishing.Release();
            }

            if (assured is not null) await assured.Task.WaitAsync(_stop.Token);
        }
    }

    // The first entry after a silence goes alone: should another root write, no second one slips in behind its entry.
    private TaskCompletionSource Doubt() => _assured = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ValueTask PublishAsync(Flight flight, int generation)
    {
        flight.SentAt = _time.GetTimestamp();
        flight.WasSent = true;
        NatsHeaders fence = new()
        {
            ["Nats-Expected-Last-Sequence"] = (flight.Seq - 1).ToString(CultureInfo.InvariantCulture),
        };
        string replyTo = string.Create(CultureInfo.InvariantCulture, $"{_acks}.{generation}.{flight.Seq}");
        return _connection.PublishAsync(_subjects.Log, flight.Bytes, fence, replyTo);
    }

    private void Acknowledged(
        string subject, string? replyTo, in ReadOnlySequence<byte>? headers, in ReadOnlySequence<byte> payload)
    {
        if (subject[(_acks.Length + 1)..].Split('.') is not [var generation, var number]
            || !int.TryParse(generation, CultureInfo.InvariantCulture, out int sentIn)
            || !ulong.TryParse(number, CultureInfo.InvariantCulture, out ulong seq))
        {
            _refusals.Add(subject, "no entry has this acknowledgement");
            return;
        }

        bool current = sentIn == Volatile.Read(ref _generation);
        switch (ReadAck(payload))
        {
            case null:
                Stored(seq, current);
                break;
            case { } refused when current:
                _trouble ??= $"entry {seq} was refused: {refused}";
                break;
        }
    }

    /// <summary>Null for a good acknowledgement; otherwise what is wrong.</summary>
    private static string? ReadAck(in ReadOnlySequence<byte> payload)
    {
        if (payload.IsEmpty) return "no stream answers";
        try
        {
            using JsonDocument ack = JsonDocument.Parse(payload);
            if (!ack.RootElement.TryGetProperty("error"u8, out JsonElement error)) return null;
            int code = error.TryGetProperty("err_code"u8, out JsonElement c) ? c.GetInt32() : 0;
            return code == WrongLastSequence ? "wrong last sequence" : error.GetRawText();
        }
        catch (JsonException)
        {
            return $"unreadable acknowledgement '{Encoding.UTF8.GetString(payload)}'";
        }
    }

    // Acknowledgements come in order: where one is left out, another's entry may be in the place of ours.
    private void Stored(ulong seq, bool isCurrent)
    {
        TaskCompletionSource? room = null;
        lock (_gate)
        {
            if (!_flights.TryPeek(out Flight? head) || seq < head.Seq) return;
            if (seq > head.Seq)
            {
                _trouble ??= $"entry {seq} is stored and entry {head.Seq} was not heard of";
                return;
            }

            _newest = _flights.Dequeue();
            if (isCurrent) Own(_newest.SentAt);
            Volatile.Write(ref _heard, _time.GetTimestamp());
            if (_flights.Count < Window)
                (room, _room) = (_room, new(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        _assured?.TrySetResult();
        room?.TrySetResult();
    }

    private ValueTask Opened(object? sender, NatsEventArgs args)
    {
        _trouble ??= "the connection was lost";
        return ValueTask.CompletedTask;
    }

    // Looks now and then for trouble: a refusal, a lost connection, an acknowledgement that does not come.
    private async Task WatchAsync()
    {
        using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(20), _time);
        while (!_over && await timer.WaitForNextTickAsync(_stop.Token))
        {
            if (_trouble is null && OldestAge() > s_ackTimeout) _trouble = "no acknowledgement";
            if (_trouble is not null && _connection.ConnectionState == NatsConnectionState.Open) await RecoverAsync();
        }
    }

    private TimeSpan OldestAge()
    {
        lock (_gate)
            return _flights.TryPeek(out Flight? oldest) ? _time.GetElapsedTime(oldest.SentAt) : TimeSpan.Zero;
    }

    private async Task RecoverAsync()
    {
        await _publishing.WaitAsync(_stop.Token);
        try
        {
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
        catch (Exception e) when (e is NatsException or TimeoutException)
        {
            BusLog.StreamSilent(_log, "recovery", e.Message);
            await Task.Delay(s_retry, _stop.Token);
        }
        finally
        {
            _publishing.Release();
        }
    }

    // What the log has from the newest entry known as stored on must be ours, byte for byte: the bytes name the epoch.
    // Returns what is wrong with it.
    private async Task<string?> CompareAsync()
    {
        if (await TailAsync() is not { } last) return "the log is gone";
        if (last < Committed) return $"the log went back from {Committed} to {last}";
        Flight[] ours;
        lock (_gate) ours = [_newest, .. _flights];
        if (last > ours[^1].Seq) return $"entry {last} of the log is not of this root";
        int next = 0;
        await foreach (var (seq, stored) in _reader.ReadAsync(ours[0].Seq, last))
        {
            // The replica that answered is behind: what is sent again will be refused, and this is done again.
            if (stored is null) return null;
            byte[] expected = ours[next++].Bytes ?? stored;
            if (!stored.AsSpan().SequenceEqual(expected)) return $"entry {seq} of the log is another root's";
            Stored(seq, isCurrent: false);
        }

        return null;
    }

    // Null: the server lost the whole log.
    private async Task<ulong?> TailAsync()
    {
        try
        {
            return (await _reader.BoundsAsync(_stop.Token)).Last;
        }
        catch (NatsJSApiException e) when (e.Error.Code == 404)
        {
            return null;
        }
    }

    private async Task SendAgainAsync()
    {
        Interlocked.Increment(ref _generation);
        _trouble = null;
        _assured?.TrySetResult();
        Flight[] missing;
        lock (_gate) missing = [.. _flights];
        BusLog.Recovered(_log, Committed, missing.Length);
        foreach (Flight flight in missing) await PublishAsync(flight, _generation);
    }
}
