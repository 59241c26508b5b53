namespace NATS.Client.Core;

/// <summary>A message as received, or about to be published.</summary>
public readonly record struct NatsMsg<T>
{
    public NatsMsg(
        string subject,
        string? replyTo,
        int size,
        NatsHeaders? headers,
        T? data,
        INatsConnection? connection,
        NatsMsgFlags flags = NatsMsgFlags.None)
    {
        Subject = subject;
        ReplyTo = replyTo;
        Size = size;
        Headers = headers;
        Data = data;
        Connection = connection;
        Flags = flags;
    }

    public string Subject { get; init; }

    public string? ReplyTo { get; init; }

    /// <summary>Bytes of subject, reply subject, headers and payload together.</summary>
    public int Size { get; init; }

    public NatsMsgFlags Flags { get; init; }

    public NatsHeaders? Headers { get; init; }

    public T? Data { get; init; }

    public INatsConnection? Connection { get; init; }

    public NatsException? Error => HasNoResponders ? new NatsNoRespondersException() : Headers?.Error;

    public bool IsEmpty => (Flags & NatsMsgFlags.Empty) != 0;

    public bool HasNoResponders => (Flags & NatsMsgFlags.NoResponders) != 0;

    public void EnsureSuccess()
    {
        if (Error is { } error)
            throw error;
    }

    public ValueTask ReplyAsync(
        NatsHeaders? headers = null,
        string? replyTo = null,
        NatsPubOpts? opts = null,
        CancellationToken cancellationToken = default)
    {
        var (connection, subject) = Replier();
        return connection.PublishAsync(subject, headers, replyTo, opts, cancellationToken);
    }

    public ValueTask ReplyAsync<TReply>(
        TReply? data,
        NatsHeaders? headers = null,
        string? replyTo = null,
        INatsSerialize<TReply>? serializer = null,
        NatsPubOpts? opts = null,
        CancellationToken cancellationToken = default)
    {
        var (connection, subject) = Replier();
        return connection.PublishAsync(subject, data, headers, replyTo, serializer, opts, cancellationToken);
    }

    private (INatsConnection Connection, string Subject) Replier() =>
        (Connection ?? throw new NatsException("Can't reply: the message did not come from a connection"),
            string.IsNullOrEmpty(ReplyTo) ? throw new NatsException("Can't reply: no ReplyTo") : ReplyTo);
}
