using NATS.Client.Core;
using NATS.Client.JetStream.Models;

namespace NATS.Client.JetStream;

/// <summary>Streams by name, and publishing into them.</summary>
public interface INatsJSContext
{
    INatsConnection Connection { get; }

    NatsJSOpts Opts { get; }

    /// <summary>Publishes and waits for the acknowledgement, whose Error says whether the stream refused.</summary>
    ValueTask<PubAckResponse> PublishAsync<T>(
        string subject,
        T? data,
        INatsSerialize<T>? serializer = null,
        NatsJSPubOpts? opts = null,
        NatsHeaders? headers = null,
        CancellationToken cancellationToken = default);

    ValueTask<NatsResult<PubAckResponse>> TryPublishAsync<T>(
        string subject,
        T? data,
        INatsSerialize<T>? serializer = null,
        NatsJSPubOpts? opts = null,
        NatsHeaders? headers = null,
        CancellationToken cancellationToken = default);

    ValueTask<NatsJSPublishConcurrentFuture> PublishConcurrentAsync<T>(
        string subject,
        T? data,
        INatsSerialize<T>? serializer = null,
        NatsJSPubOpts? opts = null,
        NatsHeaders? headers = null,
        CancellationToken cancellationToken = default);

    ValueTask<INatsJSStream> CreateStreamAsync(StreamConfig config, CancellationToken cancellationToken = default);

    ValueTask<INatsJSStream> CreateOrUpdateStreamAsync(
        StreamConfig config, CancellationToken cancellationToken = default);

    ValueTask<bool> DeleteStreamAsync(string stream, CancellationToken cancellationToken = default);

    ValueTask<StreamPurgeResponse> PurgeStreamAsync(
        string stream, StreamPurgeRequest request, CancellationToken cancellationToken = default);

    ValueTask<StreamMsgDeleteResponse> DeleteMessageAsync(
        string stream, StreamMsgDeleteRequest request, CancellationToken cancellationToken = default);

    ValueTask<INatsJSStream> GetStreamAsync(
        string stream, StreamInfoRequest? request = null, CancellationToken cancellationToken = default);

    ValueTask<NatsJSStream> UpdateStreamAsync(StreamConfig request, CancellationToken cancellationToken = default);

    string NewBaseInbox();

    /// <summary>Calls the JetStream API; an answer that holds an error is a <see cref="NatsJSApiException"/>.</summary>
    ValueTask<TResponse> JSRequestResponseAsync<TRequest, TResponse>(
        string subject, TRequest? request, CancellationToken cancellationToken = default)
        where TRequest : class
        where TResponse : class;
}
