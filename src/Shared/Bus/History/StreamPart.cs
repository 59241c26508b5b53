using System.Globalization;

namespace IrcNats.Adapters;

/// <summary>
/// A part of the stream's sequences to look at, and where the next begins. The end is where the stream ended when the
/// first part was read.
/// </summary>
sealed record StreamPart(ulong First, ulong Last, ulong End)
{
    public IEnumerable<ulong> Sequences
    {
        get
        {
            for (ulong seq = First; seq <= Last; seq++) yield return seq;
        }
    }

    public string? Next => Last >= End ? null : string.Create(CultureInfo.InvariantCulture, $"{Last + 1}-{End}");

    public static async Task<StreamPart> BeginAsync(
        HistoryStream stream, string? from, int count, CancellationToken stop)
    {
        var (first, end) = await stream.BoundsAsync(stop);
        first = Math.Max(first, 1);
        if (Parse(from) is var (next, until)) (first, end) = (Math.Max(first, next), Math.Min(end, until));
        return new StreamPart(first, Math.Min(end, first + (ulong)count - 1), end);
    }

    /// <exception cref="ArgumentException">It is no place.</exception>
    public static (ulong Next, ulong End)? Parse(string? from)
    {
        if (from is null) return null;
        return from.Split('-') is [var next, var end]
            && ulong.TryParse(next, CultureInfo.InvariantCulture, out ulong first)
            && ulong.TryParse(end, CultureInfo.InvariantCulture, out ulong last)
            ? (first, last)
            : throw new ArgumentException($"'{from}' is no place of this archive", nameof(from));
    }
}
