namespace NATS.Client.Core;

/// <summary>Anything that goes wrong between this client and a NATS server.</summary>
public class NatsException : Exception
{
    public NatsException(string message)
        : base(message)
    {
    }

    public NatsException(string message, Exception exception)
        : base(message, exception)
    {
    }
}

/// <summary>No reply came in time.</summary>
public sealed class NatsNoReplyException : NatsException
{
    public NatsNoReplyException()
        : base("No reply received")
    {
    }
}

/// <summary>The server knows of nobody who would answer the request.</summary>
public sealed class NatsNoRespondersException : NatsException
{
    public NatsNoRespondersException()
        : base("No responders")
    {
    }
}

/// <summary>The message is larger than the server accepts.</summary>
public sealed class NatsPayloadTooLargeException : NatsException
{
    public NatsPayloadTooLargeException(string message)
        : base(message)
    {
    }
}

/// <summary>The server sent bytes that are not the NATS client protocol.</summary>
public sealed class NatsProtocolViolationException : NatsException
{
    public NatsProtocolViolationException(string message)
        : base(message)
    {
    }
}

/// <summary>The server answered with -ERR; <see cref="Error"/> is its text.</summary>
public sealed class NatsServerException : NatsException
{
    public NatsServerException(string error)
        : base($"Server error: {error}")
    {
        Error = error;
        IsAuthError = error.Contains("authorization violation", StringComparison.OrdinalIgnoreCase)
            || error.Contains("authentication", StringComparison.OrdinalIgnoreCase);
    }

    public string Error { get; }

    public bool IsAuthError { get; }
}

/// <summary>A payload could not be read as the type asked for.</summary>
public sealed class NatsDeserializeException : NatsException
{
    public NatsDeserializeException(byte[] rawData, Exception inner)
        : base($"Can't deserialize the payload: {inner.Message}", inner) => RawData = rawData;

    public byte[] RawData { get; }
}

/// <summary>A subscription ended because receiving a message failed.</summary>
public class NatsSubException : NatsException
{
    public NatsSubException(string message, Exception exception)
        : base(message, exception)
    {
    }
}
