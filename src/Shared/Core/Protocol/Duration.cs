using System.Globalization;
using System.Text;

namespace IrcNats.Protocol;

/// <summary>Spans of time as people write them: 90s, 2m30s, 1d. In milliseconds here.</summary>
public static class Duration
{
    private static readonly (string Name, long Milliseconds)[] s_units =
        [("w", 604_800_000), ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1)];

    // No setting is longer, and no sum of so long ones overflows.
    private const long Longest = 100 * 365 * 86_400_000L;

    public static bool TryParse(ReadOnlySpan<char> text, out long milliseconds)
    {
        milliseconds = 0;
        ReadOnlySpan<char> rest = text;
        while (rest.Length > 0)
        {
            int digits = rest.IndexOfAnyExceptInRange('0', '9');
            if (digits < 1) return false;
            if (!long.TryParse(rest[..digits], CultureInfo.InvariantCulture, out long number)) return false;
            rest = rest[digits..];
            int letters = rest.IndexOfAnyInRange('0', '9') is var end && end < 0 ? rest.Length : end;
            long unit = UnitOf(rest[..letters]);
            if (unit == 0 || number > Longest / unit) return false;
            milliseconds += number * unit;
            if (milliseconds > Longest) return false;
            rest = rest[letters..];
        }

        return text.Length > 0;
    }

    public static string Show(long milliseconds)
    {
        if (milliseconds == 0) return "0s";
        StringBuilder text = new();
        foreach ((string name, long unit) in s_units)
        {
            if (name == "w" || milliseconds < unit) continue;
            text.Append(CultureInfo.InvariantCulture, $"{milliseconds / unit}{name}");
            milliseconds %= unit;
        }

        return text.ToString();
    }

    private static long UnitOf(ReadOnlySpan<char> name)
    {
        foreach ((string known, long milliseconds) in s_units)
            if (name.SequenceEqual(known)) return milliseconds;
        return 0;
    }
}
