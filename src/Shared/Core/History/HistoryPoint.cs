using IrcNats.State;
using IrcNats.Wire;

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

    /// <summary>Negative: the message is before this place; 0: exactly there; positive: behind it.</summary>
    public int Compare(KeptMessage message) =>
        Mark is { } mark ? message.Mark.CompareTo(mark) : message.Time.CompareTo(Time);
}
