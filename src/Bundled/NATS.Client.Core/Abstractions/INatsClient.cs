namespace NATS.Client.Core;

/// <summary>What most code needs of a connection: publish, subscribe, request.</summary>
public interface INatsClient : IAsyncDisposable
{
    INatsConnection Connection { get; }

    ValueTask ConnectAsync();

    ValueTask<TimeSpan> PingAsync(CancellationToken cancellationToken = default);

    ValueTask PublishAsync<T>(
        string subject,
        T? data,
        NatsHeaders? headers = null,
        string? replyTo = null,
        INatsSerialize<T>? serializer = null,
        NatsPubOpts? opts = null,
        CancellationToken cancellationToken = default);

    ValueTask PublishAsync(
        string subject,
        NatsHeaders? headers = null,
        string? replyTo = null,
        NatsPubOpts? opts = null,
        CancellationToken cancellationToken = default);

    IAsyncEnumerable<NatsMsg<T>> SubscribeAsync<T>(
        string subject,
        string? queueGroup = null,
        INatsDeserialize<T>? serializer = null,
        NatsSubOpts? opts = null,
        CancellationToken cancellationToken = default);

    ValueTask<NatsMsg<TReply>> RequestAsync<TRequest, TReply>(
        string subject,
        TRequest? data,
        NatsHeaders? headers = null,
        INatsSerialize<TRequest>? requestSerializer = null,
        INatsDeserialize<TReply>? replySerializer = null,
        NatsPubOpts? requestOpts = null,
        NatsSubOpts? replyOpts = null,
        CancellationToken cancellationToken = default);

    ValueTask<NatsMsg<TReply>> RequestAsync<TReply>(
        string subject,
        INatsDeserialize<TReply>? replySerializer = null,
        NatsSubOpts? replyOpts = null,
        CancellationToken cancellationToken = default);

    ValueTask ReconnectAsync();
}
