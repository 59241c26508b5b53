using System.Buffers;

namespace IrcNats.Protocol;

/// <summary>Text to <see cref="Line"/>, tolerant as https://modern.ircdocs.horse/#message-format asks.</summary>
internal static class LineParser
{
    private static readonly SearchValues<char> s_forbidden = SearchValues.Create("\0\r\n");

    public static LineError? Parse(ReadOnlySpan<char> text, out Line line)
    {
        var rest = text.TrimStart(' ');
        bool empty = rest.IsEmpty;
        var tags = rest.StartsWith('@') ? Tags.Parse(TakeWord(ref rest)[1..]) : Tags.None;
        line = new Line(null, "") { Tags = tags };
        int bad = text.IndexOfAny(s_forbidden);
        if (bad >= 0) return text[bad] == '\0' ? LineError.NulByte : LineError.StrayLineBreak;
        if (empty) return LineError.Empty;

        string? source = rest.StartsWith(':') ? TakeWord(ref rest)[1..].ToString() : null;
        var command = TakeWord(ref rest);
        if (command.IsEmpty || command[0] is ':' or '@') return LineError.Malformed;
        line = new Line(source is "" ? null : source, UpperCase(command), TakeParams(rest, out bool trailing))
        {
            Tags = tags,
            Trailing = trailing,
        };
        return null;
    }

    /// <summary>The text up to the next spaces; <paramref name="rest"/> goes on after them.</summary>
    private static ReadOnlySpan<char> TakeWord(ref ReadOnlySpan<char> rest)
    {
        int space = rest.IndexOf(' ');
        var word = space < 0 ? rest : rest[..space];
        rest = rest[word.Length..].TrimStart(' ');
        return word;
    }

    private static string[] TakeParams(ReadOnlySpan<char> rest, out bool trailing)
    {
        Span<Range> found = stackalloc Range[Line.ParamsMax];
        int count = 0;
        int start = 0;
        trailing = false;
        while (start < rest.Length)
        {
            trailing = rest[start] == ':';
            int space = trailing || count == Line.ParamsMax - 1 ? -1 : rest[start..].IndexOf(' ');
            int end = space < 0 ? rest.Length : start + space;
            found[count++] = (trailing ? start + 1 : start)..end;
            start = end;
            while (start < rest.Length && rest[start] == ' ') start++;
        }

        string[] made = count == 0 ? [] : new string[count];
        for (int i = 0; i < count; i++) made[i] = rest[found[i]].ToString();
        return made;
    }

    /// <summary>The commands most lines carry need no string of their own.</summary>
    private static string UpperCase(ReadOnlySpan<char> command) => command switch
    {
        "PRIVMSG" => "PRIVMSG",
        "NOTICE" => "NOTICE",
        "TAGMSG" => "TAGMSG",
        "PING" => "PING",
        "PONG" => "PONG",
        "JOIN" => "JOIN",
        _ => command.ToString().ToUpperInvariant(),
    };
}
