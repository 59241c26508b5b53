using System.Globalization;

namespace IrcNats.Protocol;

/// <summary>Times as clients read and write them. https://ircv3.net/specs/extensions/server-time</summary>
public static class ServerTime
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", Short = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    private static readonly string[] s_formats = [Format, Short];

    public static string Show(long unixMilliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(unixMilliseconds)
        .ToString(Format, CultureInfo.InvariantCulture);

    /// <summary>Reads a time, with or without milliseconds.</summary>
    public static bool TryParse(string text, out long unixMilliseconds)
    {
        bool isTime = DateTimeOffset.TryParseExact(text, s_formats, CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset time);
        unixMilliseconds = isTime ? time.ToUnixTimeMilliseconds() : 0;
        return isTime;
    }
}
