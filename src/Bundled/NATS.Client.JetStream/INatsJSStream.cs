using NATS.Client.Core;
using NATS.Client.JetStream.Models;

namespace NATS.Client.JetStream;

/// <summary>One stream: what is known of it, and its messages.</summary>
public interface INatsJSStream
{
    /// <summary>As of the last call that asked for it.</summary>
    StreamInfo Info { get; }

    ValueTask<bool> DeleteAsync(CancellationToken cancellationToken = default);

    ValueTask<StreamPurgeResponse> PurgeAsync(
        StreamPurgeRequest request, CancellationToken cancellationToken = default);

    ValueTask<StreamMsgDeleteResponse> DeleteMessageAsync(
        StreamMsgDeleteRequest request, CancellationToken cancellationToken = default);

    ValueTask UpdateAsync(StreamConfig request, CancellationToken cancellationToken = default);

    ValueTask RefreshAsync(CancellationToken cancellationToken = default);

    /// <summary>Reads a message from whichever replica answers; a missing one has Code 404 in its headers.</summary>
    ValueTask<NatsMsg<T>> GetDirectAsync<T>(
        StreamMsgGetRequest request,
        INatsDeserialize<T>? serializer = null,
        CancellationToken cancellationToken = default);

    /// <summary>
    /// Reads a message from the stream's leader; a missing one is a <see cref="NatsJSApiException"/>.
    /// </summary>
    ValueTask<StreamMsgGetResponse> GetAsync(
        StreamMsgGetRequest request, CancellationToken cancellationToken = default);
}
