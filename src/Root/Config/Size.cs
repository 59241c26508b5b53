using System.Globalization;

namespace IrcNats.Root.Config;

/// <summary>Numbers of bytes as operators write them: 512, 96k, 1m. A k is 1024.</summary>
static class Size
{
    private const string Units = "kmg";

    public static bool TryParse(string text, out long bytes)
    {
        bytes = 0;
        if (text.Length == 0) return false;
        int power = Units.IndexOf(char.ToLowerInvariant(text[^1]), StringComparison.Ordinal) + 1;
        string digits = power == 0 ? text : text[..^1];
        if (!uint.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out uint number)) return false;
        bytes = (long)number << 10 * power;
        return bytes >> 10 * power == number;
    }

    public static string Show(long bytes)
    {
        int power = 0;
        for (; power < Units.Length && bytes >= 1024 && bytes % 1024 == 0; power++) bytes /= 1024;
        return power == 0 ? $"{bytes}" : $"{bytes}{Units[power - 1]}";
    }
}
