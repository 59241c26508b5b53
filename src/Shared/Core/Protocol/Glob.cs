using System.Text;

namespace IrcNats.Protocol;

/// <summary>
/// A mask (<see cref="Mask"/>) that is read once and compared often. The places in the mask that the text may have
/// reached are bits of a number, and each character of the text moves all of them at once. So a comparison takes at
/// most <see cref="StepsPerCharacter"/> steps for each character, whatever the mask. Immutable.
/// https://en.wikipedia.org/wiki/Bitap_algorithm
/// </summary>
public sealed class Glob
{
    private const int Bits = 64, Ascii = 128, MostOnStack = 16, AnyOther = 0;

    // The mask without its '*': each character folded, and each '?'.
    private readonly string _letters;
    private readonly Casemapping _map;
    private readonly bool _hasStar;
    private readonly int _plainEnd;

    // The row of each character; row 0 is for characters that the mask does not name. A row holds the places from which
    // its character moves on.
    private readonly byte[] _rowOfAscii = new byte[Ascii];
    private readonly string _others;
    private readonly ulong[] _rows;
    // Places with a '*': the text may stay there whatever the character.
    private readonly ulong[] _stays;

    public Glob(string mask, Casemapping map = Casemapping.Ascii)
    {
        _map = map;
        (_letters, bool[] any, bool[] stars) = Read(mask, map);
        _hasStar = stars.Contains(true);
        _plainEnd = PlainEnd(any, stars);
        StepsPerCharacter = _letters.Length / Bits + 1;
        _stays = new ulong[StepsPerCharacter];
        for (int i = 0; i <= _letters.Length; i++)
            if (stars[i]) _stays[i / Bits] |= 1UL << (i % Bits);
        (_rows, _others) = MakeRows(any);
    }

    /// <summary>One step for each 64 characters of the mask.</summary>
    public int StepsPerCharacter { get; }

    /// <summary>Whether the whole text fits.</summary>
    public bool Matches(ReadOnlySpan<char> text) => Matches(text, out _);

    /// <param name="steps">How many steps it took.</param>
    /// <inheritdoc cref="Matches(ReadOnlySpan{char})"/>
    public bool Matches(ReadOnlySpan<char> text, out int steps)
    {
        steps = 1;
        if (_hasStar ? text.Length < _letters.Length : text.Length != _letters.Length) return false;
        if (!EndFits(text, ref steps)) return false;
        return StepsPerCharacter == 1 ? RunNarrow(text, ref steps) : RunWide(text, ref steps);
    }

    // The letters behind the last wildcard rule out most texts, and comparing them costs next to nothing.
    private bool EndFits(ReadOnlySpan<char> text, ref int steps)
    {
        for (int i = 1; i <= _plainEnd; i++)
        {
            steps++;
            if (Folded.Fold(text[^i], _map) != _letters[^i]) return false;
        }

        return true;
    }

    private bool RunNarrow(ReadOnlySpan<char> text, ref int steps)
    {
        ulong places = 1, stays = _stays[0];
        foreach (char c in text)
        {
            steps++;
            places = ((places & _rows[RowOf(c)]) << 1) | (places & stays);
            if (places == 0) return false;
        }

        return (places >> _letters.Length & 1) != 0;
    }

    private bool RunWide(ReadOnlySpan<char> text, ref int steps)
    {
        int words = StepsPerCharacter;
        Span<ulong> places = words <= MostOnStack ? stackalloc ulong[words] : new ulong[words];
        places.Clear();
        places[0] = 1;
        foreach (char c in text)
        {
            ReadOnlySpan<ulong> row = _rows.AsSpan(RowOf(c) * words, words);
            ulong carried = 0, any = 0;
            for (int w = 0; w < words; w++)
            {
                steps++;
                ulong moved = places[w] & row[w];
                places[w] = moved << 1 | carried | (places[w] & _stays[w]);
                carried = moved >> (Bits - 1);
                any |= places[w];
            }

            if (any == 0) return false;
        }

        return (places[^1] >> (_letters.Length % Bits) & 1) != 0;
    }

    private int RowOf(char c)
    {
        if (c < Ascii) return _rowOfAscii[c];
        int other = _others.IndexOf(c, StringComparison.Ordinal);
        return other < 0 ? AnyOther : _rows.Length / StepsPerCharacter - _others.Length + other;
    }

    // A '*' belongs to a place between letters: place i stands before letter i, and one more place behind the last
    // letter.
    private static (string Letters, bool[] Any, bool[] Stars) Read(string mask, Casemapping map)
    {
        StringBuilder letters = new(mask.Length);
        bool[] any = new bool[mask.Length], stars = new bool[mask.Length + 1];
        for (int i = 0; i < mask.Length; i++)
        {
            if (mask[i] == '*')
            {
                stars[letters.Length] = true;
                continue;
            }

            any[letters.Length] = mask[i] == '?';
            if (mask[i] == '\\' && i + 1 < mask.Length && mask[i + 1] is '*' or '?') i++;
            letters.Append(Folded.Fold(mask[i], map));
        }

        return (letters.ToString(), any, stars);
    }

    private int PlainEnd(bool[] any, bool[] stars)
    {
        int end = 0;
        while (end < _letters.Length && !stars[_letters.Length - end] && !any[_letters.Length - end - 1]) end++;
        return end;
    }

    private (ulong[] Rows, string Others) MakeRows(bool[] any)
    {
        char[] named = [.. _letters.Where((_, i) => !any[i]).Distinct().OrderBy(c => c)];
        string others = string.Concat(named.SkipWhile(c => c < Ascii));
        ulong[] rows = new ulong[(named.Length + 1) * StepsPerCharacter];
        for (int i = 0; i < _letters.Length; i++)
            for (int row = 0; row <= named.Length; row++)
                if (any[i] || (row > 0 && named[row - 1] == _letters[i]))
                    rows[row * StepsPerCharacter + i / Bits] |= 1UL << (i % Bits);
        for (int c = 0; c < Ascii; c++)
            _rowOfAscii[c] = (byte)Math.Max(AnyOther, Array.BinarySearch(named, Folded.Fold((char)c, _map)) + 1);
        return (rows, others);
    }
}
