namespace NATS.Client.Core;

/// <summary>How the official client receives replies; see <see cref="NatsOpts.RequestReplyMode"/>.</summary>
public enum NatsRequestReplyMode
{
    SharedInbox = 0,
    Direct = 1,
}
