using MessagePack;

namespace IrcNats.State;

/// <summary>What is kept of what is said in a channel.</summary>
public enum HistoryKeeping
{
    /// <summary>As the network keeps it.</summary>
    Default = 0,
    /// <summary>Nothing.</summary>
    Off = 1,
    /// <summary>What leaves have in memory and the log still has; nothing is archived.</summary>
    Ephemeral = 2,
    /// <summary>All, as far as the network keeps anything.</summary>
    On = 3,
}

/// <summary>Which happenings are kept of a channel besides what is said.</summary>
public enum EventKeeping
{
    Default = 0,
    All = 1,
    /// <summary>All but who comes and goes.</summary>
    NoJoins = 2,
    None = 3,
}

/// <summary>
/// That a channel is registered, and what its founder set (CHANSERV SET). Everybody holds it: leaves keep and show
/// histories by it.
/// </summary>
[MessagePackObject]
public sealed record ChannelSettings
{
    [Key(0)] public HistoryKeeping History { get; init; }
    /// <summary>Null: the network's.</summary>
    [Key(1)] public HistoryCutoff? Cutoff { get; init; }
    [Key(2)] public EventKeeping Events { get; init; }
    /// <summary>
    /// Nothing that was said before is shown, because nothing was kept until then (Unix milliseconds); 0: it is.
    /// </summary>
    [Key(3)] public long KeptSince { get; init; }
}
