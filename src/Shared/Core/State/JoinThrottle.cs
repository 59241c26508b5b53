using System.Globalization;
using MessagePack;

namespace IrcNats.State;

/// <summary>
/// +j: how many users may join in how many seconds; when the current span began (Unix milliseconds), and how many
/// joined in it.
/// </summary>
[MessagePackObject]
public sealed record JoinThrottle([property: Key(0)] int Joins, [property: Key(1)] int Seconds)
{
    private const int Most = 9999;

    [Key(2)] public long Since { get; init; }
    [Key(3)] public int Counted { get; init; }

    /// <summary>Reads "5:10"; each number is from 1 to 9999. Null if the text is not of this form.</summary>
    public static JoinThrottle? Parse(string text) =>
        text.Split(':') is [var joins, var seconds] && Number(joins) is { } many && Number(seconds) is { } span
            ? new JoinThrottle(many, span)
            : null;

    /// <summary>Whether one more join would be too many.</summary>
    public bool IsOver(long now) => IsWithin(now) && Counted >= Joins;

    /// <summary>One more joined.</summary>
    public JoinThrottle Count(long now) =>
        IsWithin(now) ? this with { Counted = Counted + 1 } : this with { Since = now, Counted = 1 };

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Joins}:{Seconds}");

    private bool IsWithin(long now) => now - Since < Seconds * 1000L;

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number is > 0 and <= Most
            ? number
            : null;
}
