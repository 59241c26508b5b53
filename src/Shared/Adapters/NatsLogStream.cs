using System.Buffers;
using IrcNats.Wire;
using Microsoft.Extensions.Logging;
using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;

namespace IrcNats.Adapters;

/// <summary>Stream IRC_LOG and its republished subject, on one connection.</summary>
sealed class NatsLogStream : ILogStream
{
    private readonly NatsConnection _connection;
    private readonly Subjects _subjects;
    private readonly INatsJSStream _stream;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Refusals _refusals;

    public NatsLogStream(
        NatsConnection connection, Subjects subjects, INatsJSStream stream, TimeProvider time, ILogger log)
    {
        (_connection, _subjects, _stream, _time, _log) = (connection, subjects, stream, time, log);
        _refusals = new Refusals(log);
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
                else broadcast(seq, payload.ToArray());
            },
            stop);

    public async Task<ILogPen> OpenAsync(string node, Acknowledged acknowledged, CancellationToken stop)
    {
        string acks = _subjects.Acks(node, (ulong)_time.GetUtcNow().ToUnixTimeMilliseconds());
        return await NatsLogPen.OpenAsync(_connection, _subjects.Log, acks, acknowledged, _log, stop);
    }

    public async Task<(ulong First, ulong Last)> BoundsAsync(CancellationToken stop)
    {
        try
        {
            await _stream.RefreshAsync(stop);
            return (_stream.Info.State.FirstSeq, _stream.Info.State.LastSeq);
        }
        catch (Exception e) when (e is NatsException or TimeoutException)
        {
            bool isGone = e is NatsJSApiException { Error.Code: 404 };
            throw new LogSilentException(e.Message, e) { IsGone = isGone };
        }
    }

    public ValueTask ChangeServerAsync() => _connection.ReconnectAsync();

    public async Task<byte[]?> GetAsync(ulong seq)
    {
        try
        {
            NatsMsg<byte[]> got = await _stream.GetDirectAsync<byte[]>(new StreamMsgGetRequest { Seq = seq });
            return got.Headers?.Code is null or 0 ? got.Data : null;
        }
        catch (Exception e) when (e is NatsException or TimeoutException)
        {
            throw new LogSilentException(e.Message, e);
        }
    }
}
