namespace NATS.Client.Core;

/// <summary>What happened to a connection, in words.</summary>
public class NatsEventArgs(string message) : EventArgs
{
    public string Message { get; } = message;
}

/// <summary>A message was dropped because its subscription's channel was full.</summary>
public class NatsMessageDroppedEventArgs(
    NatsSubBase subscription,
    int pending,
    string subject,
    string? replyTo,
    NatsHeaders? headers,
    object? data)
    : NatsEventArgs($"Dropped a message on {subject}: {pending} are waiting to be read")
{
    public NatsSubBase Subscription { get; } = subscription;

    public int Pending { get; } = pending;

    public string Subject { get; } = subject;

    public string? ReplyTo { get; } = replyTo;

    public NatsHeaders? Headers { get; } = headers;

    public object? Data { get; } = data;
}

/// <summary>The server will soon close the connection and asks its clients to move on.</summary>
public class NatsLameDuckModeActivatedEventArgs(Uri uri) : NatsEventArgs($"{uri} is in lame duck mode")
{
    public Uri Uri { get; } = uri;
}

/// <summary>The server sent -ERR; <see cref="Error"/> is its text.</summary>
public class NatsServerErrorEventArgs(string error) : NatsEventArgs($"Server error: {error}")
{
    public string Error { get; } = error;
}
