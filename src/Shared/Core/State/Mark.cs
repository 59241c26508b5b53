using MessagePack;

namespace IrcNats.State;

/// <summary>
/// An event's place among all that were ever decided: its epoch, then its position. In one log the two orders are the
/// same. If the log went back, a new epoch writes positions again that an earlier one used; what it writes is behind
/// everything of the earlier one, and nothing is taken for something else. A msgid has exactly these numbers.
/// </summary>
[MessagePackObject]
public readonly record struct Mark([property: Key(0)] ulong Epoch, [property: Key(1)] Position At) : IComparable<Mark>
{
    /// <summary>The message id clients see. https://ircv3.net/specs/extensions/message-ids</summary>
    [IgnoreMember] public string Msgid => State.Msgid.Of(At, Epoch);

    public static bool TryParse(ReadOnlySpan<char> msgid, out Mark mark)
    {
        bool isMsgid = State.Msgid.TryParse(msgid, out Position at, out ulong epoch);
        mark = new Mark(epoch, at);
        return isMsgid;
    }

    public int CompareTo(Mark other) =>
        Epoch == other.Epoch ? At.CompareTo(other.At) : Epoch.CompareTo(other.Epoch);

    public static bool operator <(Mark left, Mark right) => left.CompareTo(right) < 0;
    public static bool operator >(Mark left, Mark right) => left.CompareTo(right) > 0;
    public static bool operator <=(Mark left, Mark right) => left.CompareTo(right) <= 0;
    public static bool operator >=(Mark left, Mark right) => left.CompareTo(right) >= 0;

    public override string ToString() => $"{Epoch}/{At}";
}
