namespace NATS.Client.Core;

/// <summary>Where a connection is in its life; Failed is final.</summary>
public enum NatsConnectionState
{
    Closed,
    Open,
    Connecting,
    Reconnecting,
    Failed,
}
