using System.Globalization;
using System.Text;
using System.Text.Json;

namespace IrcNats.Root.Tracing;

/// <summary>
/// Text in JSON that people can read: letters of all languages and emoji as they are (the library writes these as
/// \ud83d\udc4d), and nothing that could break the line or move a terminal's cursor.
/// </summary>
static class JsonText
{
    public static void Write(Utf8JsonWriter to, string text)
    {
        StringBuilder quoted = new(text.Length + 2);
        quoted.Append('"');
        foreach (char c in text)
        {
            if (c is '"' or '\\') quoted.Append('\\').Append(c);
            else if (char.IsControl(c) || c is '\u2028' or '\u2029')
                quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else quoted.Append(c);
        }

        to.WriteRawValue(quoted.Append('"').ToString(), skipInputValidation: true);
    }
}
