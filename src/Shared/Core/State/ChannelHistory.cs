using System.Globalization;
using IrcNats.Protocol;
using MessagePack;

namespace IrcNats.State;

/// <summary>
/// +H: how many of the newest messages those are shown who join and cannot ask, and for how long messages are shown to
/// anybody. https://docs.inspircd.org/4/modules/chanhistory/
/// </summary>
/// <param name="Lines">0: joiners are shown none.</param>
/// <param name="Age">Milliseconds.</param>
[MessagePackObject]
public sealed record ChannelHistory([property: Key(0)] int Lines, [property: Key(1)] long Age)
{
    private const long AgeMax = 3650L * 24 * 3_600_000;

    /// <summary>Reads "50:1d". Null if the text is not of this form, or is not within the network's bounds.</summary>
    public static ChannelHistory? Parse(string text, HistoryConfig bounds) =>
        Parse(text) is { } read && read.Lines <= bounds.MaxMessages && read.Age <= MostOf(bounds) ? read : null;

    /// <summary>What the bounds are, as a user is told.</summary>
    public static string Wanted(HistoryConfig bounds) =>
        $"History is messages:time, such as 50:1d; at most {bounds.MaxMessages}:{Duration.Show(MostOf(bounds))}";

    /// <summary>The same without bounds: it was let in once.</summary>
    public static ChannelHistory? Parse(string text) =>
        text.Split(':') is [var lines, var age]
            && int.TryParse(lines, NumberStyles.None, CultureInfo.InvariantCulture, out int many)
            && Duration.TryParse(age, out long time) && time >= 1000
            ? new ChannelHistory(many, time / 1000 * 1000)
            : null;

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Lines}:{Duration.Show(Age)}");

    private static long MostOf(HistoryConfig bounds) => bounds.ExpireTime > 0 ? bounds.ExpireTime : AgeMax;
}
