using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;

namespace NATS.Client.Core;

/// <summary>
/// One wildcard subscription that receives the replies to all requests of a connection, told apart by number.
/// </summary>
internal sealed class RequestInbox(NatsConnection connection, string prefix)
    : NatsSubBase(connection, connection.SubscriptionManager, prefix + ".*", null, null)
{
    private readonly ConcurrentDictionary<long, PendingReply> _waiting = new();
    private readonly string _prefix = prefix + ".";
    private long _lastId;

    /// <summary>Begins to wait for a reply. Answers the subject it has to go to.</summary>
    public string Expect(PendingReply reply)
    {
        reply.Id = Interlocked.Increment(ref _lastId);
        _waiting[reply.Id] = reply;
        return string.Create(CultureInfo.InvariantCulture, $"{_prefix}{reply.Id}");
    }

    public void Forget(PendingReply reply) => _waiting.TryRemove(reply.Id, out _);

    protected override ValueTask ReceiveInternalAsync(
        string subject, string? replyTo, ReadOnlySequence<byte>? headersBuffer, ReadOnlySequence<byte> payloadBuffer)
    {
        // Late replies and strangers' messages find nobody waiting.
        if (long.TryParse(subject.AsSpan(_prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            && _waiting.TryRemove(id, out var reply))
        {
            reply.Receive(subject, replyTo, headersBuffer, payloadBuffer);
        }

        return default;
    }

    protected override void TryComplete()
    {
        foreach (var reply in _waiting.Values)
            reply.Fail(new NatsException("The connection was closed before the reply came"));
    }
}
