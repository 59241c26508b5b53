using MessagePack;

namespace IrcNats.State;

/// <summary>What becomes of a text that a filter hits, the mildest first; the numbers are in the log.</summary>
public enum FilterAction
{
    /// <summary>It passes, and operators are told.</summary>
    Report = 1,
    /// <summary>It does not pass, and its author is told why.</summary>
    Refuse = 2,
    /// <summary>It does not pass, and its author is not told.</summary>
    Drop = 3,
    /// <summary>Its author is ended.</summary>
    Kill = 4,
    /// <summary>Its author is ended, and their address is banned.</summary>
    Ban = 5,
}

/// <summary>Where filters look, as bits; the letters are in <see cref="FilterTable.Letters"/>.</summary>
[Flags]
public enum FilterPlaces
{
    None = 0,
    /// <summary>What is said to channels and users.</summary>
    Messages = 1,
    /// <summary>What is said when leaving a channel or the network.</summary>
    Partings = 2,
    Topics = 4,
    Nicks = 8,
    Realnames = 16,
}

/// <summary>A filter of what users say. Immutable. Times are Unix milliseconds.</summary>
/// <param name="Pattern">See <see cref="Protocol.TextPattern"/>; there is one filter of a pattern.</param>
/// <param name="Reason">Whoever is refused or ended is told it.</param>
/// <param name="SetBy">Hostmask of the operator.</param>
[MessagePackObject]
public sealed record Filter(
    [property: Key(0)] string Pattern, [property: Key(1)] FilterPlaces Places, [property: Key(2)] FilterAction Action,
    [property: Key(3)] string Reason, [property: Key(4)] string SetBy, [property: Key(5)] long SetAt)
{
    /// <summary>It only counts and reports what it would do.</summary>
    [Key(6)] public bool IsTest { get; init; }
    /// <summary>How long an address is banned, in milliseconds.</summary>
    [Key(7)] public long BansFor { get; init; }
}

/// <summary>A filter in a snapshot, with how often it hit.</summary>
[MessagePackObject]
public sealed record FilterRow([property: Key(0)] Filter Filter, [property: Key(1)] long Hits);
