using MessagePack;

namespace IrcNats.State;

/// <summary>
/// One of several connections of a user. The first one is in the user's own fields; <see cref="User.Further"/> has the
/// others.
/// </summary>
/// <param name="Address">The address that it comes from.</param>
[MessagePackObject]
public sealed record UserSession([property: Key(0)] SessionId Id, [property: Key(1)] string Address)
{
    /// <summary>The name of the address, from DNS or a gateway; null: it has none.</summary>
    [Key(2)] public string? Hostname { get; init; }
    /// <summary>SHA-256 of its TLS certificate in lower-case hexadecimal digits; null: it showed none.</summary>
    [Key(3)] public string? Certfp { get; init; }
    /// <summary>The gateway it came through (WEBIRC); null: none.</summary>
    [Key(4)] public string? Gateway { get; init; }
    [Key(5)] public Via Via { get; init; }
    /// <summary>See <see cref="User.SentAwayAt"/>.</summary>
    [Key(6)] public long? SentAwayAt { get; init; }
    /// <summary>Where its address is, as its leaf found it; null: nobody knows.</summary>
    [Key(7)] public Location? Place { get; init; }
    /// <summary>Null: nothing is remembered.</summary>
    [Key(8)] public SessionNotes? Notes { get; init; }

    /// <summary>Whether its client named that device; nothing is of no device.</summary>
    public bool IsOf(string? device) => device is not null && Notes?.Device == device;
}
