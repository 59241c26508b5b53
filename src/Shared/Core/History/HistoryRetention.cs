using IrcNats.State;

namespace IrcNats.History;

/// <summary>What an archive keeps; null: without limit.</summary>
/// <param name="Age">How long a message stays.</param>
/// <param name="PerTarget">How many messages of one target stay, the newest ones.</param>
public sealed record HistoryRetention(TimeSpan? Age = null, int? PerTarget = null)
{
    /// <summary>What the network's configuration says.</summary>
    public static HistoryRetention Of(HistoryConfig config) => new(
        config.ExpireTime > 0 ? TimeSpan.FromMilliseconds(config.ExpireTime) : null,
        config.MaxArchived > 0 ? config.MaxArchived : null);
}
