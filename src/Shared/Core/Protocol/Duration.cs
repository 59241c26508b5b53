using System.Buffers;
using System.Globalization;
using System.Text;

namespace IrcNats.Protocol;

/// <summary>Spans of time as people write them: 90s, 2m30s, 1.5h, 1mo2d. In milliseconds here.</summary>
public static class Duration
{
    private static readonly SearchValues<char> s_number = SearchValues.Create("0123456789.");

    private const long Day = 86_400_000;

    // Years, months and weeks are read, and shown as days.
    private static readonly (string Name, long Milliseconds, bool IsShown)[] s_units =
    [
        ("y", 365 * Day, false), ("mo", 30 * Day, false), ("w", 7 * Day, false), ("d", Day, true),
        ("h", 3_600_000, true), ("m", 60_000, true), ("s", 1000, true), ("ms", 1, true),
    ];

    // Longer spans are refused, so that no sum of spans overflows.
    private const long Longest = 100 * 365 * Day;

    public static bool TryParse(ReadOnlySpan<char> text, out long milliseconds)
    {
        milliseconds = 0;
        ReadOnlySpan<char> rest = text;
        if (text is "0") return true;
        while (rest.Length > 0)
        {
            int digits = rest.IndexOfAnyExcept(s_number);
            if (digits < 1 || !TryParseNumber(rest[..digits], out decimal number)) return false;
            rest = rest[digits..];
            int letters = rest.IndexOfAnyInRange('0', '9') is var end && end < 0 ? rest.Length : end;
            long unit = UnitOf(rest[..letters]);
            if (unit == 0 || number > Longest / unit) return false;
            milliseconds += (long)(number * unit);
            if (milliseconds > Longest) return false;
            rest = rest[letters..];
        }

        return text.Length > 0;
    }

    public static string Show(long milliseconds)
    {
        if (milliseconds == 0) return "0s";
        StringBuilder text = new();
        foreach ((string name, long unit, bool isShown) in s_units)
        {
            if (!isShown || milliseconds < unit) continue;
            text.Append(CultureInfo.InvariantCulture, $"{milliseconds / unit}{name}");
            milliseconds %= unit;
        }

        return text.ToString();
    }

    private static bool TryParseNumber(ReadOnlySpan<char> text, out decimal number) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number)
        && text[0] != '.' && text[^1] != '.';

    private static long UnitOf(ReadOnlySpan<char> name)
    {
        foreach ((string known, long milliseconds, _) in s_units)
            if (name.SequenceEqual(known)) return milliseconds;
        return 0;
    }
}
