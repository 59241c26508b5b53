using NATS.Client.JetStream.Models;

namespace NATS.Client.JetStream;

/// <summary>Turns an answer that says no into an exception.</summary>
public static class NatsJSExtensions
{
    public static void EnsureSuccess(this PubAckResponse ack)
    {
        if (ack.Error is { } error)
            throw new NatsJSApiException(error);
        if (ack.Duplicate)
            throw new NatsJSDuplicateMessageException((long)ack.Seq);
    }

    public static bool IsSuccess(this PubAckResponse ack) => ack is { Error: null, Duplicate: false };
}
