namespace NATS.Client.Core;

/// <summary>Keeps the live subscriptions of a connection.</summary>
public interface INatsSubscriptionManager
{
    ValueTask RemoveAsync(NatsSubBase sub);
}
