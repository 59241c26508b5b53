using System.Globalization;
using MessagePack;

namespace IrcNats.State;

/// <summary>How far a client has been shown what was said.</summary>
/// <param name="Before">Everything before this place of the log; null: that is not known.</param>
/// <param name="Time">About when that was; Unix milliseconds. Where the place is not known, nothing earlier is missing.
/// </param>
[MessagePackObject]
public sealed record Shown([property: Key(0)] Mark? Before, [property: Key(1)] long Time);

/// <summary>A device by which somebody logs in to an account, and how far it was shown what was said when it went.
/// </summary>
[MessagePackObject]
public sealed record Device([property: Key(0)] string Name, [property: Key(1)] Shown Shown)
{
    /// <summary>Devices of an account that are remembered: those that were there last.</summary>
    public const int Most = 16;

    /// <summary>Everything in it as one text.</summary>
    [IgnoreMember]
    public string Sum => string.Create(CultureInfo.InvariantCulture, $"{Name} {Shown.Before} {Shown.Time}");
}
