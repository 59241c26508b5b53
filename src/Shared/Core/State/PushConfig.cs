using MessagePack;

namespace IrcNats.State;

/// <summary>The webpush group of the configuration, as far as everybody may know it. Times are in milliseconds.
/// </summary>
[MessagePackObject]
public sealed record PushConfig
{
    /// <summary>webpush.enabled.</summary>
    [Key(0)] public bool Enabled { get; init; }
    /// <summary>webpush.max-subscriptions, of one account.</summary>
    [Key(1)] public int Most { get; init; } = 4;
    /// <summary>webpush.expiration: after that a client has to ask again.</summary>
    [Key(2)] public long Expiration { get; init; } = 14L * 86_400_000;
    /// <summary>The key by which push servers know us (VAPID); it is made from network.secret-file. Null: there is no
    /// such file, or push is not enabled.</summary>
    [Key(3)] public string? Key { get; init; }

    /// <summary>Whether clients can ask for it.</summary>
    [IgnoreMember] public bool Exists => Enabled && Key is not null;
}
