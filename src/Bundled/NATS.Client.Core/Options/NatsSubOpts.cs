using System.Threading.Channels;

namespace NATS.Client.Core;

/// <summary>Options of one subscription; whatever is null follows the connection's options or does not apply.</summary>
public record NatsSubOpts
{
    /// <summary>Unsubscribe after this many messages.</summary>
    public int? MaxMsgs { get; init; }

    /// <summary>End after this time, whatever arrives.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>End when the first message takes longer than this.</summary>
    public TimeSpan? StartUpTimeout { get; init; }

    /// <summary>End when the time between two messages is longer than this.</summary>
    public TimeSpan? IdleTimeout { get; init; }

    public bool? StopOnEmptyMsg { get; init; }

    public bool? ThrowIfNoResponders { get; init; }

    public NatsSubChannelOpts? ChannelOpts { get; init; }
}

/// <summary>The bounded channel of one subscription.</summary>
public record NatsSubChannelOpts
{
    public BoundedChannelFullMode? FullMode { get; init; }

    public int? Capacity { get; init; }
}
