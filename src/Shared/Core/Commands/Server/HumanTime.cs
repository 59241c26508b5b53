using System.Globalization;

namespace IrcNats.Commands;

/// <summary>A time as people read it: UTC, to the second.</summary>
static class HumanTime
{
    public static string Of(long unixMilliseconds) =>
        DateTimeOffset.FromUnixTimeMilliseconds(unixMilliseconds)
            .ToString("ddd, dd MMM yyyy HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
