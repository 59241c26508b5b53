using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using NATS.Client.Core.Events;
using NATS.Client.Core.Protocol;

namespace NATS.Client.Core;

/// <summary>
/// A connection to NATS. It connects at the first use, reconnects for as long as it is not disposed, and then
/// subscribes again and sends what was published meanwhile.
/// https://docs.nats.io/reference/reference-protocols/nats-protocol
/// </summary>
public sealed partial class NatsConnection : INatsConnection
{
    private readonly Lock _gate = new();
    private readonly EventQueue _events;
    private RequestInbox? _inbox;

    public NatsConnection()
        : this(NatsOpts.Default)
    {
    }

    public NatsConnection(NatsOpts opts)
    {
        Opts = opts;
        _logger = opts.LoggerFactory.CreateLogger<NatsConnection>();
        _servers = new ServerPool(opts);
        _events = new EventQueue(_logger);
        Queue = new WriteQueue(Math.Max(opts.WriterBufferSize, 1));
        Subscriptions = new SubscriptionManager(Queue);
    }

    public event AsyncEventHandler<NatsEventArgs>? ConnectionDisconnected;

    public event AsyncEventHandler<NatsEventArgs>? ConnectionOpened;

    public event AsyncEventHandler<NatsEventArgs>? ReconnectFailed;

    public event AsyncEventHandler<NatsMessageDroppedEventArgs>? MessageDropped;

    public event AsyncEventHandler<NatsLameDuckModeActivatedEventArgs>? LameDuckModeActivated;

    public event AsyncEventHandler<NatsServerErrorEventArgs>? ServerError;

    public NatsOpts Opts { get; }

    public INatsConnection Connection => this;

    public INatsServerInfo? ServerInfo { get; private set; }

    public INatsSubscriptionManager SubscriptionManager => Subscriptions;

    internal WriteQueue Queue { get; }

    internal SubscriptionManager Subscriptions { get; }

    public string NewInbox() => $"{Opts.InboxPrefix}.{InboxId.Next()}";

    public ValueTask PublishAsync(
        string subject,
        NatsHeaders? headers = null,
        string? replyTo = null,
        NatsPubOpts? opts = null,
        CancellationToken cancellationToken = default) =>
        PublishAsync<byte[]>(
            subject, null, headers, replyTo, NatsRawSerializer<byte[]>.Default, opts, cancellationToken);

    public ValueTask PublishAsync<T>(
        in NatsMsg<T> msg,
        INatsSerialize<T>? serializer = null,
        NatsPubOpts? opts = null,
        CancellationToken cancellationToken = default) =>
        PublishAsync(msg.Subject, msg.Data, msg.Headers, msg.ReplyTo, serializer, opts, cancellationToken);

    public ValueTask PublishAsync<T>(
        string subject,
        T? data,
        NatsHeaders? headers = null,
        string? replyTo = null,
        INatsSerialize<T>? serializer = null,
        NatsPubOpts? opts = null,
        CancellationToken cancellationToken = default)
    {
        SubjectRules.Check(subject);
        SubjectRules.CheckOptional(replyTo);
        cancellationToken.ThrowIfCancellationRequested();
        var scratch = Scratch.Take();
        try
        {
            if (headers is not null)
                HeaderCodec.Write(scratch, headers, Opts.HeaderEncoding);
            var headerLength = scratch.WrittenCount;
            (serializer ?? Opts.SerializerRegistry.GetSerializer<T>()).Serialize(scratch, data);
            CheckSize(subject, scratch.WrittenCount);
            var waitUntilSent = opts?.WaitUntilSent ?? Opts.WaitUntilSent;
            if (!waitUntilSent && HasConnected && Queue.TryPublish(subject, replyTo, scratch.WrittenSpan, headerLength))
                return default;
            return PublishSlowlyAsync(
                subject, replyTo, scratch.WrittenSpan.ToArray(), headerLength, waitUntilSent, cancellationToken);
        }
        finally
        {
            Scratch.Return(scratch);
        }
    }

    public async ValueTask AddSubAsync(NatsSubBase sub, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await ConnectFirstAsync(cancellationToken).ConfigureAwait(false);
        Subscriptions.Add(sub);
        await sub.ReadyAsync().ConfigureAwait(false);
    }

    public async ValueTask<INatsSub<T>> SubscribeCoreAsync<T>(
        string subject,
        string? queueGroup = null,
        INatsDeserialize<T>? serializer = null,
        NatsSubOpts? opts = null,
        CancellationToken cancellationToken = default)
    {
        serializer ??= Opts.SerializerRegistry.GetDeserializer<T>();
        var sub = new NatsSub<T>(this, subject, queueGroup, opts, serializer, cancellationToken);
        await AddSubAsync(sub, cancellationToken).ConfigureAwait(false);
        return sub;
    }

    public async IAsyncEnumerable<NatsMsg<T>> SubscribeAsync<T>(
        string subject,
        string? queueGroup = null,
        INatsDeserialize<T>? serializer = null,
        NatsSubOpts? opts = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await using var sub = await SubscribeCoreAsync(subject, queueGroup, serializer, opts, cancellationToken)
            .ConfigureAwait(false);
        await foreach (var msg in sub.Msgs.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            yield return msg;
    }

    public ValueTask<NatsMsg<TReply>> RequestAsync<TReply>(
        string subject,
        INatsDeserialize<TReply>? replySerializer = null,
        NatsSubOpts? replyOpts = null,
        CancellationToken cancellationToken = default) =>
        RequestAsync<byte[], TReply>(
            subject,
            null,
            requestSerializer: NatsRawSerializer<byte[]>.Default,
            replySerializer: replySerializer,
            replyOpts: replyOpts,
            cancellationToken: cancellationToken);

    public async ValueTask<NatsMsg<TReply>> RequestAsync<TRequest, TReply>(
        string subject,
        TRequest? data,
        NatsHeaders? headers = null,
        INatsSerialize<TRequest>? requestSerializer = null,
        INatsDeserialize<TReply>? replySerializer = null,
        NatsPubOpts? requestOpts = null,
        NatsSubOpts? replyOpts = null,
        CancellationToken cancellationToken = default)
    {
        var reply = await StartRequestAsync(
            subject, data, headers, requestSerializer, replySerializer, requestOpts, replyOpts, cancellationToken)
            .ConfigureAwait(false);
        return await reply.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends a request and leaves the waiting for its reply to the caller.</summary>
    internal async ValueTask<PendingReply<TReply>> StartRequestAsync<TRequest, TReply>(
        string subject,
        TRequest? data,
        NatsHeaders? headers,
        INatsSerialize<TRequest>? requestSerializer,
        INatsDeserialize<TReply>? replySerializer,
        NatsPubOpts? requestOpts,
        NatsSubOpts? replyOpts,
        CancellationToken cancellationToken)
    {
        await ConnectFirstAsync(cancellationToken).ConfigureAwait(false);
        var inbox = Inbox();
        replySerializer ??= Opts.SerializerRegistry.GetDeserializer<TReply>();
        var reply = new PendingReply<TReply>(this, inbox, replySerializer, replyOpts);
        var replyTo = inbox.Expect(reply);
        try
        {
            // A request has a time limit, and waiting to be sent is part of it.
            if (Queue.IsFull)
                await RoomAsync(reply.Limit, cancellationToken).ConfigureAwait(false);
            await PublishAsync(subject, data, headers, replyTo, requestSerializer, requestOpts, cancellationToken)
                .ConfigureAwait(false);
            return reply;
        }
        catch
        {
            reply.Forget();
            throw;
        }
    }

    internal void OnMessageDropped<T>(NatsSub<T> sub, int pending, in NatsMsg<T> msg)
    {
        if (MessageDropped is { } handlers)
        {
            _events.RaiseOften(
                handlers,
                this,
                new NatsMessageDroppedEventArgs(sub, pending, msg.Subject, msg.ReplyTo, msg.Headers, msg.Data));
        }
    }

    private RequestInbox Inbox()
    {
        if (_inbox is { } inbox)
            return inbox;
        lock (_gate)
        {
            if (_inbox is null)
            {
                inbox = new RequestInbox(this, NewInbox());
                Subscriptions.Add(inbox);
                _inbox = inbox;
            }

            return _inbox;
        }
    }

    private void CheckSize(string subject, int size)
    {
        var limit = ServerInfo?.MaxPayload is > 0 and var max ? max : Opts.MaxPayloadHardCap;
        if (size > limit)
            throw new NatsPayloadTooLargeException($"{size} bytes to {subject} are too many: the server takes {limit}");
    }

    private async ValueTask PublishSlowlyAsync(
        string subject,
        string? replyTo,
        byte[] body,
        int headerLength,
        bool waitUntilSent,
        CancellationToken cancellationToken)
    {
        await ConnectFirstAsync(cancellationToken).ConfigureAwait(false);
        CheckSize(subject, body.Length);
        while (!Queue.TryPublish(subject, replyTo, body, headerLength))
        {
            var mayGiveUp = Opts.PublishTimeoutOnDisconnected && ConnectionState != NatsConnectionState.Open;
            await RoomAsync(mayGiveUp ? Opts.CommandTimeout : Timeout.InfiniteTimeSpan, cancellationToken)
                .ConfigureAwait(false);
        }

        if (waitUntilSent)
            await Queue.WhenSent().WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task RoomAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        try
        {
            await Queue.WhenRoom().WaitAsync(limit, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException e)
        {
            throw new NatsException($"The write buffer stayed full for {limit}", e);
        }
    }
}
