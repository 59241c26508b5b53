using System.Text;

namespace IrcNats.Protocol;

/// <summary>Text measured in bytes of UTF-8, as the protocol's limits are.</summary>
public static class Utf8Text
{
    /// <summary>The longest beginning that has at most so many bytes; no character is cut in two.</summary>
    public static string Truncate(string text, int maxBytes)
    {
        if (text.Length * 3 <= maxBytes) return text;
        int bytes = 0, end = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            bytes += rune.Utf8SequenceLength;
            if (bytes > maxBytes) return text[..end];
            end += rune.Utf16SequenceLength;
        }

        return text;
    }

    /// <summary>The same of a text that came from elsewhere and becomes a part of a line: control characters, such as
    /// CR and LF, are spaces.</summary>
    public static string OfLine(string text, int maxBytes) =>
        Truncate(string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)), maxBytes);

    /// <summary>The words in as few texts as hold them, separated, each of at most so many bytes. A word longer than
    /// that stands alone.</summary>
    public static IEnumerable<string> Pack(IEnumerable<string> words, int maxBytes, char separator = ' ')
    {
        StringBuilder packed = new();
        int bytes = 0;
        foreach (string word in words)
        {
            int length = Encoding.UTF8.GetByteCount(word);
            if (bytes > 0 && bytes + 1 + length > maxBytes)
            {
                yield return packed.ToString();
                packed.Clear();
                bytes = 0;
            }

            if (bytes > 0) packed.Append(separator);
            bytes += length + (bytes > 0 ? 1 : 0);
            packed.Append(word);
        }

        if (bytes > 0) yield return packed.ToString();
    }
}
