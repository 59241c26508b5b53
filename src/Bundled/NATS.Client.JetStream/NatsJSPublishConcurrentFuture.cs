using NATS.Client.Core;
using NATS.Client.JetStream.Models;

namespace NATS.Client.JetStream;

/// <summary>A publish under way; its acknowledgement can be waited for later, while others are published.</summary>
public readonly struct NatsJSPublishConcurrentFuture : IAsyncDisposable
{
    private readonly PendingReply<PubAckResponse> _reply;

    internal NatsJSPublishConcurrentFuture(PendingReply<PubAckResponse> reply) => _reply = reply;

    public async ValueTask<PubAckResponse> GetResponseAsync(CancellationToken cancellationToken = default)
    {
        var msg = await _reply.WaitAsync(cancellationToken).ConfigureAwait(false);
        msg.EnsureSuccess();
        return msg.Data ?? throw new NatsJSException("The acknowledgement is empty");
    }

    public ValueTask DisposeAsync()
    {
        _reply.Forget();
        return default;
    }
}
