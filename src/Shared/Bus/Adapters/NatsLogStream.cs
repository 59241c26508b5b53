using System.Buffers;
using IrcNats.Ports;
using IrcNats.Wire;
using Microsoft.Extensions.Logging;
using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;

namespace IrcNats.Adapters;

/// <summary>Stream IRC_LOG and its republished subject, on one connection.</summary>
sealed class NatsLogStream : ILogStream
{
    // A stream that has lost its leader answers nothing at all, and soon has another leader.
    private static readonly TimeSpan s_again = TimeSpan.FromMilliseconds(100);

    private readonly BusConnection _connection;
    private readonly NatsJSContext _jetStream;
    private readonly Subjects _subjects;
    private readonly INatsJSStream _stream;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Refusals _refusals;
    private readonly HighWater _highWater;

    public NatsLogStream(
        BusConnection connection, Subjects subjects, INatsJSStream stream, TimeProvider time, ILogger log)
    {
        (_connection, _subjects, _stream, _time, _log) = (connection, subjects, stream, time, log);
        _jetStream = new NatsJSContext(connection);
        _refusals = new Refusals(log);
        _highWater = new HighWater(time);
        _connection.ConnectionOpened += (_, _) =>
        {
            Opened?.Invoke();
            return ValueTask.CompletedTask;
        };
    }

    public event Action? Opened;

    public bool IsOpen => _connection.ConnectionState == NatsConnectionState.Open;

    public async Task<IAsyncDisposable> ListenAsync(Action<ulong, byte[]> broadcast, CancellationToken stop) =>
        await CallbackSubscription.StartAsync(
            _connection, _subjects.Cast,
            (string on, string? _, in ReadOnlySequence<byte>? headers, in ReadOnlySequence<byte> payload) =>
            {
                ulong seq = HeaderBytes.Sequence(headers);
                if (seq == 0) _refusals.Add(on, "no Nats-Sequence: not from the stream");
                else
                {
                    _highWater.Reaches(seq);
                    broadcast(seq, payload.ToArray());
                }
            },
            stop);

    public async Task<ILogPen> OpenAsync(string node, Acknowledged acknowledged, CancellationToken stop)
    {
        string acks = _subjects.Acks(node, (ulong)_time.GetUtcNow().ToUnixTimeMilliseconds());
        return await NatsLogPen.OpenAsync(_connection, _subjects.Log, acks, Heard, _log, stop);

        void Heard(ulong seq, int generation, string? refused)
        {
            if (refused is null) _highWater.Reaches(seq);
            acknowledged(seq, generation, refused);
        }
    }

    public async Task<(ulong First, ulong Last)> BoundsAsync(CancellationToken stop)
    {
        try
        {
            // Each question gets an answer of its own, which must not be older than the question.
            StreamInfo info = (await Repeated.AskAsync(FindAsync, s_again, _time, stop)).Info;
            if (info.Config.NumReplicas > 1 && !_highWater.IsBelieved(info.State.LastSeq))
                throw new LogSilentException($"its leader has {info.State.LastSeq} entries so far, fewer than it had");
            return (info.State.FirstSeq, info.State.LastSeq);
        }
        catch (Exception e) when (e is NatsException or TimeoutException || IsLate(e, stop))
        {
            bool isGone = e is NatsJSApiException { Error.Code: 404 };
            throw new LogSilentException(e.Message, e) { IsGone = isGone };
        }
    }

    // NATS' client cancels a question by its own time limit now and then, as if we had.
    private static bool IsLate(Exception e, CancellationToken stop) =>
        e is OperationCanceledException && !stop.IsCancellationRequested;

    private Task<INatsJSStream> FindAsync(CancellationToken stop) =>
        _jetStream.GetStreamAsync(_subjects.LogStream, cancellationToken: stop).AsTask();

    // In a cluster any replica gets the question, wherever we are connected: its server may hang, or it may be behind.
    // The leader's replica has everything.
    public async Task<byte[]?> GetAsync(ulong seq)
    {
        int asked = 0;
        try
        {
            return await Repeated.AskAsync(
                stop => asked++ % 2 == 0 ? GetFromAnyAsync(seq, stop) : GetFromLeaderAsync(seq, stop), s_again, _time,
                CancellationToken.None);
        }
        catch (Exception e) when (e is NatsException or TimeoutException || IsLate(e, CancellationToken.None))
        {
            throw new LogSilentException(e.Message, e);
        }
    }

    private async Task<byte[]?> GetFromAnyAsync(ulong seq, CancellationToken stop)
    {
        bool isAnswered = false;
        try
        {
            NatsMsg<byte[]> got = await _stream.GetDirectAsync<byte[]>(
                new StreamMsgGetRequest { Seq = seq }, cancellationToken: stop);
            if (got.Headers?.Code is null or 0) return got.Data;
            isAnswered = true;
        }
        catch (NatsNoRespondersException)
        {
            // No replica takes questions yet.
        }

        try
        {
            return await GetFromLeaderAsync(seq, stop);
        }
        catch (Exception e) when (isAnswered && e is (NatsException or TimeoutException))
        {
            // There is no leader now, or an older accounts.conf does not let us ask it: what the replica said counts.
            return null;
        }
    }

    private async Task<byte[]?> GetFromLeaderAsync(ulong seq, CancellationToken stop)
    {
        try
        {
            StreamMsgGetResponse got = await _stream.GetAsync(new StreamMsgGetRequest { Seq = seq }, stop);
            return got.Message.Data.ToArray();
        }
        catch (NatsJSApiException e) when (e.Error.Code == 404)
        {
            return null;
        }
    }
}
