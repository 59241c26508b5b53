using MessagePack;

namespace IrcNats.State;

/// <summary>Who may register channels: the group channels.registration of the configuration.</summary>
[MessagePackObject]
public sealed record ChannelsConfig
{
    /// <summary>channels.registration.enabled.</summary>
    [Key(0)] public bool Registration { get; init; } = true;
    /// <summary>channels.registration.operator-only.</summary>
    [Key(1)] public bool OperatorOnly { get; init; }
    /// <summary>channels.registration.max-channels-per-account.</summary>
    [Key(2)] public int MostPerAccount { get; init; } = 15;
    /// <summary>channels.registration.throttle: between two registrations of one account, in milliseconds.</summary>
    [Key(3)] public int Throttle { get; init; } = 10_000;
}
