namespace IrcNats.Root.Config;

/// <summary>
/// From when on the log is trimmed. What snapshots or the archive still need stays, whatever the limits are.
/// </summary>
public sealed record LogLimits
{
    public const long DefaultBytes = 512L << 20;

    /// <summary>log.max-bytes.</summary>
    public long MaxBytes { get; init; } = DefaultBytes;

    /// <summary>log.max-age, milliseconds; 0: entries go for their bytes only.</summary>
    public long MaxAge { get; init; }
}
