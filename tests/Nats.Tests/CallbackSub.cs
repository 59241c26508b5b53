using System.Buffers;
using System.Text;
using NATS.Client.Core;

namespace IrcNats.Nats.Tests;

/// <summary>A subscription that hands every message to a function, on the connection's own loop.</summary>
internal sealed class CallbackSub(
    NatsConnection connection, string subject, Func<CallbackSub.Received, ValueTask> receive, string? queueGroup = null)
    : NatsSubBase(connection, connection.SubscriptionManager, subject, queueGroup, null)
{
    protected override ValueTask ReceiveInternalAsync(
        string subject, string? replyTo, ReadOnlySequence<byte>? headersBuffer, ReadOnlySequence<byte> payloadBuffer) =>
        receive(new Received(
            subject,
            replyTo,
            headersBuffer is { } headers ? Encoding.ASCII.GetString(headers) : null,
            payloadBuffer.ToArray()));

    protected override void TryComplete()
    {
    }

    internal sealed record Received(string Subject, string? ReplyTo, string? Headers, byte[] Payload);
}
