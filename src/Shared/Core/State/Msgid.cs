namespace IrcNats.State;

/// <summary>
/// The msgid of an event: opaque to clients, for us its position and epoch in 24 characters that sort as the log does.
/// Unique even if a log went back, because a new epoch then writes the same positions again.
/// </summary>
public static class Msgid
{
    private const string Digits = "0123456789abcdefghijklmnopqrstuv";
    private const int SeqDigits = 13, IndexDigits = 4, EpochDigits = 7;

    /// <summary>Characters in every msgid.</summary>
    public const int Length = SeqDigits + IndexDigits + EpochDigits;

    /// <summary>The greatest index of an event in its entry that a msgid can hold.</summary>
    public const int LastIndex = (1 << (5 * IndexDigits)) - 1;

    public static string Of(Position at, ulong epoch) => string.Create(Length, (at, epoch), static (to, from) =>
    {
        Write(to[..SeqDigits], from.at.Seq);
        Write(to.Slice(SeqDigits, IndexDigits), (ulong)from.at.Index);
        Write(to[(SeqDigits + IndexDigits)..], from.epoch);
    });

    public static bool TryParse(ReadOnlySpan<char> text, out Position at, out ulong epoch)
    {
        (at, epoch) = (default, 0);
        if (text.Length != Length
            || !TryRead(text[..SeqDigits], out ulong seq)
            || !TryRead(text.Slice(SeqDigits, IndexDigits), out ulong index)
            || !TryRead(text[(SeqDigits + IndexDigits)..], out epoch))
            return false;
        at = new Position(seq, (int)index);
        return true;
    }

    private static void Write(Span<char> to, ulong value)
    {
        for (int i = to.Length - 1; i >= 0; i--, value >>= 5) to[i] = Digits[(int)(value & 31)];
    }

    private static bool TryRead(ReadOnlySpan<char> from, out ulong value)
    {
        value = 0;
        foreach (char c in from)
        {
            int digit = Digits.IndexOf(c, StringComparison.Ordinal);
            if (digit < 0) return false;
            value = value << 5 | (uint)digit;
        }
        return true;
    }
}
