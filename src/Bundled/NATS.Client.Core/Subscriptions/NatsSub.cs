using System.Buffers;
using System.Threading.Channels;
using NATS.Client.Core.Protocol;

namespace NATS.Client.Core;

/// <summary>A subscription that puts its messages into a bounded channel.</summary>
public sealed class NatsSub<T> : NatsSubBase, INatsSub<T>
{
    private readonly Channel<NatsMsg<T>> _channel;
    private readonly INatsDeserialize<T> _serializer;
    private readonly NatsConnection _connection;

    internal NatsSub(
        NatsConnection connection,
        string subject,
        string? queueGroup,
        NatsSubOpts? opts,
        INatsDeserialize<T> serializer,
        CancellationToken cancellationToken)
        : base(connection, connection.SubscriptionManager, subject, queueGroup, opts, cancellationToken)
    {
        _connection = connection;
        _serializer = serializer;
        var defaults = connection.Opts;
        _channel = Channel.CreateBounded<NatsMsg<T>>(
            new BoundedChannelOptions(opts?.ChannelOpts?.Capacity ?? defaults.SubPendingChannelCapacity)
            {
                FullMode = opts?.ChannelOpts?.FullMode ?? defaults.SubPendingChannelFullMode,
                SingleWriter = true,
            },
            dropped => _connection.OnMessageDropped(this, _channel!.Reader.Count, dropped));
    }

    public ChannelReader<NatsMsg<T>> Msgs => _channel.Reader;

    protected override ValueTask ReceiveInternalAsync(
        string subject, string? replyTo, ReadOnlySequence<byte>? headersBuffer, ReadOnlySequence<byte> payloadBuffer)
    {
        var msg = MsgReader.Read(subject, replyTo, headersBuffer, payloadBuffer, _connection, _serializer);
        if (!_channel.Writer.TryWrite(msg))
            return WaitAndWriteAsync(msg);
        DecrementMaxMsgs();
        return default;
    }

    protected override void TryComplete() => _channel?.Writer.TryComplete(Exception);

    private async ValueTask WaitAndWriteAsync(NatsMsg<T> msg)
    {
        try
        {
            await _channel.Writer.WriteAsync(msg).ConfigureAwait(false);
            DecrementMaxMsgs();
        }
        catch (ChannelClosedException)
        {
            // Unsubscribed while waiting for the reader: the message has nobody to go to.
        }
    }
}
