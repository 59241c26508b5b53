using IrcNats.State;

namespace IrcNats.History;

/// <summary>
/// A place in a history to read from or to: a message, which need not be there any more, or a time (Unix
/// milliseconds).
/// </summary>
public readonly record struct HistoryPoint
{
    private HistoryPoint(Mark? mark, long time) => (Mark, Time) = (mark, time);

    /// <summary>Null for a time.</summary>
    public Mark? Mark { get; }
    public long Time { get; }

    public static HistoryPoint Of(Mark mark) => new(mark, 0);

    public static HistoryPoint Of(long time) => new(null, time);

    /// <summary>Null for no time.</summary>
    public static HistoryPoint? OfAny(long? time) => time is { } any ? Of(any) : null;

    /// <summary>Negative: a message of this mark and time is before this place; 0: exactly there; positive: behind it.
    /// </summary>
    public int Compare(Mark mark, long time) => Mark is { } own ? mark.CompareTo(own) : time.CompareTo(Time);
}
