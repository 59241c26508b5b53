using System.Buffers;
using System.Text;

namespace IrcNats.Protocol;

/// <summary>Formatting of text: bold, colours, reset, monospace, reverse, italics, strikethrough, underline.
/// https://modern.ircdocs.horse/formatting</summary>
public static class Formatting
{
    private const char Colour = '\u0003', HexColour = '\u0004';
    private const int ColourDigits = 2, HexDigits = 6;

    private static readonly SearchValues<char> s_codes =
        SearchValues.Create("\u0002\u0003\u0004\u000F\u0011\u0016\u001D\u001E\u001F");

    public static bool IsIn(ReadOnlySpan<char> text) => text.ContainsAny(s_codes);

    /// <summary>The text without it.</summary>
    public static string Stripped(string text)
    {
        if (!IsIn(text)) return text;
        StringBuilder plain = new(text.Length);
        for (int i = 0; i < text.Length;)
        {
            char c = text[i++];
            if (c == Colour) i = SkipColour(text, i, ColourDigits, char.IsAsciiDigit);
            else if (c == HexColour) i = SkipColour(text, i, HexDigits, char.IsAsciiHexDigit);
            else if (!s_codes.Contains(c)) plain.Append(c);
        }

        return plain.ToString();
    }

    // A colour, and perhaps a comma and the colour behind the letters.
    private static int SkipColour(string text, int at, int most, Func<char, bool> isDigit)
    {
        int end = SkipDigits(at);
        if (end == at || end + 1 >= text.Length || text[end] != ',' || !isDigit(text[end + 1])) return end;
        return SkipDigits(end + 1);

        int SkipDigits(int from)
        {
            int to = from;
            while (to < text.Length && to < from + most && isDigit(text[to])) to++;
            return to;
        }
    }
}
