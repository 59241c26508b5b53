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
    /// <summary>channels.operator-only-creation: only operators make new ones.</summary>
    [Key(4)] public bool OperatorOnlyCreation { get; init; }
    /// <summary>channels.list-delay: how long somebody is there before LIST, in milliseconds.</summary>
    [Key(5)] public int ListDelay { get; init; }
}
