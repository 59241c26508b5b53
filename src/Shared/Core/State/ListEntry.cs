using MessagePack;

namespace IrcNats.State;

/// <summary>One mask on a channel's list: mask, who set it (hostmask), when (Unix milliseconds).</summary>
[MessagePackObject]
public sealed record ListEntry(
    [property: Key(0)] string Mask, [property: Key(1)] string SetBy, [property: Key(2)] long SetAt)
{
    /// <summary>When the server takes it off by itself (Unix milliseconds); null: it stays.</summary>
    [Key(3)] public long? ExpiresAt { get; init; }
}
