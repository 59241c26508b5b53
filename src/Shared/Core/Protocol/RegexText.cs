using System.Buffers;
using System.Globalization;
using System.Text;

namespace IrcNats.Protocol;

/// <summary>What can be told of a regular expression by looking at its text.</summary>
static class RegexText
{
    private static readonly SearchValues<char> s_metacharacters = SearchValues.Create(".^$|()[]{}*+?\\"),
        s_mayMiss = SearchValues.Create("*?{");

    /// <summary>Constructs that make it slow to build, or that change how it is read; null: there are none.</summary>
    /// <param name="mostRepeats">The greatest number in {n,m}.</param>
    public static string? Fault(string text, int mostRepeats)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\') i++;
            else if (text.AsSpan(i).StartsWith("(?") && !text.AsSpan(i).StartsWith("(?:"))
                return "Groups with options, names or conditions are not taken; write (…) or (?:…)";
            else if (text[i] == '{' && Repeats(text.AsSpan(i + 1)) > mostRepeats)
                return $"A part may be repeated {mostRepeats} times at most";
        }

        return null;
    }

    /// <summary>The longest run of letters outside of groups, sets and alternatives; empty: there is none that is sure.
    /// </summary>
    public static string LettersOf(string text)
    {
        string longest = "";
        StringBuilder run = new();
        int depth = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (depth == 0 && text[i] == '|') return "";
            char? letter = LetterAt(text, ref i, ref depth);
            char next = i + 1 < text.Length ? text[i + 1] : ' ';
            // What may be missing is no letter that every text has.
            if (letter is { } sure && !s_mayMiss.Contains(next)) run.Append(sure);
            if (letter is not null && next != '+' && !s_mayMiss.Contains(next)) continue;
            longest = Longer(longest, run);
            run.Clear();
        }

        return Longer(longest, run);
    }

    // The letter that stands there outside of groups; null: it is something else. Goes on to the end of what it is.
    private static char? LetterAt(string text, ref int at, ref int depth)
    {
        char c = text[at];
        if (c == '[') at = EndOfSet(text, at);
        else if (c is '(' or ')') depth += c == '(' ? 1 : -1;
        bool isEscaped = c == '\\' && at + 1 < text.Length;
        if (isEscaped) c = text[++at];
        bool isLetter = isEscaped ? !char.IsAsciiLetterOrDigit(c) : !s_metacharacters.Contains(c);
        return isLetter && depth == 0 ? c : null;
    }

    private static string Longer(string longest, StringBuilder run) =>
        run.Length > longest.Length ? run.ToString() : longest;

    private static int EndOfSet(string text, int at)
    {
        // A bracket at the beginning of a set is one of its characters.
        int i = at + 1;
        if (i < text.Length && text[i] == '^') i++;
        if (i < text.Length && text[i] == ']') i++;
        for (; i < text.Length && text[i] != ']'; i++)
            if (text[i] == '\\') i++;
        return i;
    }

    private static int Repeats(ReadOnlySpan<char> rest)
    {
        int end = rest.IndexOf('}');
        if (end < 0) return 0;
        int most = 0;
        foreach (Range part in rest[..end].Split(','))
            if (int.TryParse(rest[part], NumberStyles.None, CultureInfo.InvariantCulture, out int number))
                most = Math.Max(most, number);
        return most;
    }
}
