using System.Buffers;
using NATS.Client.Core.Protocol;

namespace NATS.Client.Core;

/// <summary>A request that waits for its reply.</summary>
internal abstract class PendingReply
{
    public long Id { get; set; }

    public abstract void Receive(
        string subject, string? replyTo, ReadOnlySequence<byte>? headersBuffer, ReadOnlySequence<byte> payloadBuffer);

    public abstract void Fail(Exception exception);
}

/// <summary>A request that waits for its reply of a given type.</summary>
internal sealed class PendingReply<T>(
    NatsConnection connection, RequestInbox inbox, INatsDeserialize<T> serializer, NatsSubOpts? opts) : PendingReply
{
    private readonly TaskCompletionSource<NatsMsg<T>> _reply = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TimeSpan Limit => opts?.Timeout ?? connection.Opts.RequestTimeout;

    public override void Receive(
        string subject, string? replyTo, ReadOnlySequence<byte>? headersBuffer, ReadOnlySequence<byte> payloadBuffer)
    {
        var msg = MsgReader.Read(subject, replyTo, headersBuffer, payloadBuffer, connection, serializer);
        if (msg.HasNoResponders && opts?.ThrowIfNoResponders != false)
            _reply.TrySetException(new NatsNoRespondersException());
        else
            _reply.TrySetResult(msg);
    }

    public override void Fail(Exception exception) => _reply.TrySetException(exception);

    public void Forget() => inbox.Forget(this);

    /// <summary>
    /// Waits for the reply, at most for the time the options give, else the connection's request time.
    /// </summary>
    public async ValueTask<NatsMsg<T>> WaitAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _reply.Task.WaitAsync(Limit, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new NatsNoReplyException();
        }
        finally
        {
            Forget();
        }
    }
}
