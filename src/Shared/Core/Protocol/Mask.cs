using System.Text;

namespace IrcNats.Protocol;

/// <summary>Patterns: '*' is any text, '?' any one character, a backslash makes either mean itself.
/// https://modern.ircdocs.horse/#wildcard-expressions</summary>
public static class Mask
{
    /// <summary>Whether the whole text fits. Time is at most the product of both lengths.</summary>
    public static bool Matches(string mask, string text, Casemapping map = Casemapping.Ascii) =>
        Matches(mask.AsSpan(), text.AsSpan(), map);

    /// <inheritdoc cref="Matches(string, string, Casemapping)"/>
    public static bool Matches(
        ReadOnlySpan<char> mask, ReadOnlySpan<char> text, Casemapping map = Casemapping.Ascii)
    {
        int m = 0, t = 0;
        int star = -1, starText = 0; // where to take up again, letting the last '*' have one character more
        while (t < text.Length)
        {
            if (m < mask.Length && mask[m] == '*')
            {
                star = ++m;
                starText = t;
            }
            else if (Step(mask, m, text[t], map) is > 0 and var taken)
            {
                m += taken;
                t++;
            }
            else if (star >= 0)
            {
                m = star;
                t = ++starText;
            }
            else return false;
        }

        return mask[m..].TrimStart('*').IsEmpty;
    }

    /// <summary>
    /// As a hostmask's pattern: "bob" is "bob!*@*", "u@h" is "*!u@h", "n!u" is "n!u@*"; a bare word with '.' or ':'
    /// is a host. Runs of '*' become one.
    /// </summary>
    public static string Normalize(string mask)
    {
        int bang = mask.IndexOf('!', StringComparison.Ordinal);
        int at = mask.IndexOf('@', bang + 1);
        if (bang < 0 && at < 0 && mask.AsSpan().ContainsAny('.', ':')) return Collapse($"*!*@{mask}");
        int nickEnd = bang >= 0 ? bang : at >= 0 ? 0 : mask.Length;
        int userEnd = at >= 0 ? at : mask.Length;
        string nick = mask[..nickEnd];
        string user = mask[Math.Min(bang >= 0 ? bang + 1 : nickEnd, userEnd)..userEnd];
        string host = at >= 0 ? mask[(at + 1)..] : "";
        return Collapse($"{OrAny(nick)}!{OrAny(user)}@{OrAny(host)}");
    }

    /// <summary>How many characters of the mask fit one character of text: 0 for none, 2 for an escape.</summary>
    private static int Step(ReadOnlySpan<char> mask, int at, char c, Casemapping map)
    {
        if (at == mask.Length) return 0;
        if (mask[at] == '?') return 1;
        int escape = mask[at] == '\\' && at + 1 < mask.Length && mask[at + 1] is '*' or '?' ? 1 : 0;
        return Folded.Fold(mask[at + escape], map) == Folded.Fold(c, map) ? 1 + escape : 0;
    }

    private static string OrAny(string part) => part.Length == 0 ? "*" : part;

    /// <summary>Runs of '*' become one.</summary>
    public static string Collapse(string mask)
    {
        StringBuilder kept = new(mask.Length);
        bool afterStar = false;
        for (int i = 0; i < mask.Length; i++)
        {
            if (mask[i] == '*' && afterStar) continue;
            afterStar = mask[i] == '*' && (i == 0 || mask[i - 1] != '\\'); // an escaped one is a letter
            kept.Append(mask[i]);
        }

        return kept.ToString();
    }
}
