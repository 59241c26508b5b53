using MessagePack;

namespace IrcNats.State;

/// <summary>An event's place in the log: its entry's sequence in stream IRC_LOG, and its index in that entry.</summary>
[MessagePackObject]
public readonly record struct Position([property: Key(0)] ulong Seq, [property: Key(1)] int Index)
    : IComparable<Position>
{
    public int CompareTo(Position other) =>
        Seq == other.Seq ? Index.CompareTo(other.Index) : Seq.CompareTo(other.Seq);

    public static bool operator <(Position left, Position right) => left.CompareTo(right) < 0;
    public static bool operator >(Position left, Position right) => left.CompareTo(right) > 0;
    public static bool operator <=(Position left, Position right) => left.CompareTo(right) <= 0;
    public static bool operator >=(Position left, Position right) => left.CompareTo(right) >= 0;

    public override string ToString() => $"{Seq}.{Index}";
}

/// <summary>What the root stamps on an event once: its position, epoch, and time in Unix milliseconds.</summary>
public readonly record struct Stamp(Position At, ulong Epoch, long Time)
{
    public Mark Mark => new(Epoch, At);

    /// <summary>The message id clients see. https://ircv3.net/specs/extensions/message-ids</summary>
    public string Msgid => State.Msgid.Of(At, Epoch);
}
