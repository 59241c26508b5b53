using System.Buffers;
using System.Text;
using Microsoft.Extensions.Logging;
using NATS.Client.Core.Protocol;

namespace NATS.Client.Core;

/// <summary>
/// A subscription whose messages are handed to <see cref="ReceiveInternalAsync"/> on the connection's read loop, one
/// after the other: a slow receiver holds up all of the connection. The buffers are only valid during the call.
/// </summary>
public abstract class NatsSubBase
{
    private readonly INatsSubscriptionManager _manager;
    private readonly NatsSubOpts _opts;
    private readonly CancellationTokenRegistration _cancellation;
    private readonly Timer? _timeout;
    private readonly Timer? _startUpTimeout;
    private readonly Timer? _idleTimeout;
    private string? _lastSubject;
    private int _pendingMsgs;
    private int _ended;

    protected NatsSubBase(
        INatsConnection connection,
        INatsSubscriptionManager manager,
        string subject,
        string? queueGroup,
        NatsSubOpts? opts,
        CancellationToken cancellationToken = default)
    {
        SubjectRules.Check(subject);
        SubjectRules.CheckOptional(queueGroup);
        Connection = connection;
        _manager = manager;
        _opts = opts ?? new NatsSubOpts();
        _pendingMsgs = _opts.MaxMsgs ?? 0;
        Subject = subject;
        QueueGroup = queueGroup;
        _timeout = MakeTimer(_opts.Timeout, NatsSubEndReason.Timeout);
        _startUpTimeout = MakeTimer(_opts.StartUpTimeout, NatsSubEndReason.StartUpTimeout);
        _idleTimeout = MakeTimer(_opts.IdleTimeout, NatsSubEndReason.IdleTimeout);
        _cancellation = cancellationToken.UnsafeRegister(
            sub => ((NatsSubBase)sub!).EndSubscription(NatsSubEndReason.Cancelled), this);
    }

    public string Subject { get; }

    public string? QueueGroup { get; }

    public Exception? Exception { get; private set; }

    /// <summary>Messages still to come before MaxMsgs is reached; null when there is no such limit.</summary>
    public int? PendingMsgs => _opts.MaxMsgs is null ? null : Volatile.Read(ref _pendingMsgs);

    public NatsSubEndReason EndReason { get; private set; }

    protected INatsConnection Connection { get; }

    internal int Sid { get; set; }

    internal bool IsEnded => Volatile.Read(ref _ended) != 0;

    /// <summary>Called once the subscription is registered: the time limits begin.</summary>
    public virtual ValueTask ReadyAsync()
    {
        Start(_timeout, _opts.Timeout);
        Start(_startUpTimeout, _opts.StartUpTimeout);
        Start(_idleTimeout, _opts.IdleTimeout);
        return default;
    }

    public ValueTask UnsubscribeAsync() => EndAsync(NatsSubEndReason.None);

    /// <summary>Ends the subscription after everything the server has already sent was received.</summary>
    public virtual async ValueTask DrainAsync(CancellationToken cancellationToken = default)
    {
        var isOpen = Connection.ConnectionState == NatsConnectionState.Open;
        if (!IsEnded && isOpen && _manager is SubscriptionManager manager)
        {
            manager.StopSending(this);
            await Connection.PingAsync(cancellationToken).ConfigureAwait(false);
        }

        await UnsubscribeAsync().ConfigureAwait(false);
    }

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return UnsubscribeAsync();
    }

    public virtual ValueTask ReceiveAsync(
        string subject, string? replyTo, ReadOnlySequence<byte>? headersBuffer, ReadOnlySequence<byte> payloadBuffer)
    {
        if (IsEnded)
            return default;
        ResetIdleTimeout();
        if (_opts.ThrowIfNoResponders == true && payloadBuffer.IsEmpty
            && headersBuffer is { } headers && HeaderCodec.SaysNoResponders(headers))
        {
            SetException(new NatsNoRespondersException());
            return default;
        }

        return ReceiveGuardedAsync(subject, replyTo, headersBuffer, payloadBuffer);
    }

    // The same subject comes again and again: do not make a string of it each time.
    internal string SubjectOf(ReadOnlySpan<byte> bytes)
    {
        if (_lastSubject is { } last && Ascii.Equals(bytes, last))
            return last;
        return _lastSubject = Ascii.Equals(bytes, Subject) ? Subject : Encoding.UTF8.GetString(bytes);
    }

    protected abstract ValueTask ReceiveInternalAsync(
        string subject, string? replyTo, ReadOnlySequence<byte>? headersBuffer, ReadOnlySequence<byte> payloadBuffer);

    /// <summary>Called once when the subscription ends, whatever the reason.</summary>
    protected abstract void TryComplete();

    protected void SetException(Exception exception)
    {
        Exception = exception;
        EndSubscription(NatsSubEndReason.Exception);
    }

    protected void ResetIdleTimeout()
    {
        _startUpTimeout?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Start(_idleTimeout, _opts.IdleTimeout);
    }

    protected void DecrementMaxMsgs()
    {
        if (_opts.MaxMsgs is not null && Interlocked.Decrement(ref _pendingMsgs) == 0)
            EndSubscription(NatsSubEndReason.MaxMsgs);
    }

    // Removing a subscription from our own manager never waits, so nothing is lost by not awaiting it.
    protected void EndSubscription(NatsSubEndReason reason) => EndAsync(reason).AsTask();

    private static void Start(Timer? timer, TimeSpan? due)
    {
        if (due is { } time)
            timer?.Change(time, Timeout.InfiniteTimeSpan);
    }

    private Timer? MakeTimer(TimeSpan? due, NatsSubEndReason reason) =>
        due is null ? null : new Timer(_ => EndSubscription(reason));

    private async ValueTask ReceiveGuardedAsync(
        string subject, string? replyTo, ReadOnlySequence<byte>? headersBuffer, ReadOnlySequence<byte> payloadBuffer)
    {
        try
        {
            await ReceiveInternalAsync(subject, replyTo, headersBuffer, payloadBuffer).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            Connection.Opts.LoggerFactory.CreateLogger<NatsSubBase>().ReceiverFailed(Subject, e);
            SetException(new NatsSubException($"Receiving a message on {Subject} failed: {e.Message}", e));
            return;
        }

        if (_opts.StopOnEmptyMsg == true && payloadBuffer.IsEmpty)
            EndSubscription(NatsSubEndReason.EmptyMsg);
    }

    private ValueTask EndAsync(NatsSubEndReason reason)
    {
        if (Interlocked.Exchange(ref _ended, 1) != 0)
            return default;
        EndReason = reason;
        _timeout?.Dispose();
        _startUpTimeout?.Dispose();
        _idleTimeout?.Dispose();
        _cancellation.Unregister();
        TryComplete();
        return _manager.RemoveAsync(this);
    }
}
