using MessagePack;

namespace IrcNats.State;

/// <summary>
/// From when on the oldest entries of the log go that nobody needs any more: no snapshot that counts, and no archive.
/// </summary>
[MessagePackObject]
public sealed record LogConfig
{
    /// <summary>log.max-bytes.</summary>
    [Key(0)] public long MaxBytes { get; init; } = 512 << 20;
    /// <summary>log.max-age, in milliseconds; 0: any.</summary>
    [Key(1)] public long MaxAge { get; init; }
}
