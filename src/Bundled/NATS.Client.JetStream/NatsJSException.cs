using NATS.Client.Core;
using NATS.Client.JetStream.Models;

namespace NATS.Client.JetStream;

/// <summary>Anything that goes wrong with JetStream.</summary>
public class NatsJSException : NatsException
{
    public NatsJSException(string message)
        : base(message)
    {
    }

    public NatsJSException(string message, Exception exception)
        : base(message, exception)
    {
    }
}

/// <summary>JetStream answered with an error.</summary>
public class NatsJSApiException : NatsJSException
{
    public NatsJSApiException(ApiError error)
        : base(error.Description ?? $"JetStream error {error.ErrCode}") => Error = error;

    public ApiError Error { get; }
}

/// <summary>No stream acknowledged a publish, after all attempts.</summary>
public class NatsJSPublishNoResponseException : NatsJSException
{
    public NatsJSPublishNoResponseException()
        : base("No response received from a stream to the publish")
    {
    }
}

/// <summary>The stream has a message of the same id already.</summary>
public class NatsJSDuplicateMessageException : NatsJSException
{
    public NatsJSDuplicateMessageException(long sequence)
        : base($"Duplicate of {sequence}") => Sequence = sequence;

    public long Sequence { get; }
}
