namespace NATS.Client.Core;

/// <summary>A connection to one of a list of NATS servers, kept up by reconnecting until it is disposed.</summary>
public interface INatsConnection : INatsClient
{
    event AsyncEventHandler<NatsEventArgs> ConnectionDisconnected;

    event AsyncEventHandler<NatsEventArgs> ConnectionOpened;

    event AsyncEventHandler<NatsEventArgs> ReconnectFailed;

    event AsyncEventHandler<NatsMessageDroppedEventArgs> MessageDropped;

    event AsyncEventHandler<NatsLameDuckModeActivatedEventArgs> LameDuckModeActivated;

    event AsyncEventHandler<NatsServerErrorEventArgs> ServerError;

    INatsServerInfo? ServerInfo { get; }

    NatsOpts Opts { get; }

    NatsConnectionState ConnectionState { get; }

    INatsSubscriptionManager SubscriptionManager { get; }

    ValueTask PublishAsync<T>(
        in NatsMsg<T> msg,
        INatsSerialize<T>? serializer = null,
        NatsPubOpts? opts = null,
        CancellationToken cancellationToken = default);

    ValueTask<INatsSub<T>> SubscribeCoreAsync<T>(
        string subject,
        string? queueGroup = null,
        INatsDeserialize<T>? serializer = null,
        NatsSubOpts? opts = null,
        CancellationToken cancellationToken = default);

    string NewInbox();

    ValueTask AddSubAsync(NatsSubBase sub, CancellationToken cancellationToken = default);
}
