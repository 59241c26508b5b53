namespace NATS.Client.Core;

/// <summary>Why a subscription ended; None while it lives and when it was unsubscribed.</summary>
public enum NatsSubEndReason
{
    None,
    NoMsgs,
    MaxMsgs,
    MaxBytes,
    Timeout,
    IdleTimeout,
    EmptyMsg,
    IdleHeartbeatTimeout,
    StartUpTimeout,
    Cancelled,
    Exception,
    JetStreamError,
}
