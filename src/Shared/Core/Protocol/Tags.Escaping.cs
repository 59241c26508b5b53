using System.Buffers;
using System.Text;

namespace IrcNats.Protocol;

// https://ircv3.net/specs/extensions/message-tags#escaping-values
public sealed partial class Tags
{
    private static readonly SearchValues<char> s_escaped = SearchValues.Create("; \\\r\n\0");

    /// <summary>A value as it travels. NUL has no escape and is left out.</summary>
    public static string Escape(string value)
    {
        if (!value.AsSpan().ContainsAny(s_escaped)) return value;
        StringBuilder escaped = new(value.Length + 8);
        foreach (char c in value)
            _ = c switch
            {
                ';' => escaped.Append("\\:"),
                ' ' => escaped.Append("\\s"),
                '\\' => escaped.Append("\\\\"),
                '\r' => escaped.Append("\\r"),
                '\n' => escaped.Append("\\n"),
                '\0' => escaped,
                _ => escaped.Append(c),
            };
        return escaped.ToString();
    }

    /// <summary>A backslash before a character that needs none, or at the end, is dropped.</summary>
    public static string Unescape(string text)
    {
        if (!text.Contains('\\', StringComparison.Ordinal)) return text;
        StringBuilder value = new(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\') value.Append(text[i]);
            else if (++i < text.Length) value.Append(Unescape(text[i]));
        }

        return value.ToString();
    }

    private static char Unescape(char escaped) => escaped switch
    {
        ':' => ';',
        's' => ' ',
        'r' => '\r',
        'n' => '\n',
        _ => escaped,
    };
}
