using System.Buffers;
using NATS.Client.Core;

namespace IrcNats.Root.Adapters;

/// <summary>Hands what comes on a subject to a callback at once, in the order the server sends it.</summary>
sealed class Tap(INatsConnection connection, string subject, Tap.Hear hear)
    : NatsSubBase(connection, connection.SubscriptionManager, subject, queueGroup: null, opts: null)
{
    /// <summary>One message; the sequences are valid only during the call.</summary>
    public delegate void Hear(string subject, in ReadOnlySequence<byte>? headers, in ReadOnlySequence<byte> payload);

    protected override ValueTask ReceiveInternalAsync(
        string subject, string? replyTo, ReadOnlySequence<byte>? headersBuffer, ReadOnlySequence<byte> payloadBuffer)
    {
        hear(subject, headersBuffer, payloadBuffer);
        return ValueTask.CompletedTask;
    }

    protected override void TryComplete() { }
}
