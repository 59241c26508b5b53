using System.Globalization;
using IrcNats.Protocol;

namespace IrcNats.Leaf.Core;

/// <summary>How much of a history somebody wants to see: so many messages, or those of a time (milliseconds).</summary>
readonly record struct HowMuch(int? Count, long? Ago)
{
    public const string Wanted = "Give a number of messages, or a time such as 2h";

    /// <summary>Null: it says neither.</summary>
    public static HowMuch? Read(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int count)
            ? count > 0 ? new HowMuch(count, null) : null
            : Duration.TryParse(text, out long ago) && ago > 0 ? new HowMuch(null, ago) : null;
}
