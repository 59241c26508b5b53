using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Rules;

/// <summary>What a line has room for. https://modern.ircdocs.horse/#message-format</summary>
public static class RelayRules
{
    /// <summary>Whether the whole line fits. A message that does not fit is refused with 417, never cut.</summary>
    public static bool Fits(Network net, Line line) => line.BodyLength(net.Config.ServerName) <= Limits.LineLen;

    /// <summary>
    /// The text cut to <paramref name="limit"/> bytes and to what <paramref name="line"/> has room for; its last
    /// parameter is "" and stands for the text.
    /// </summary>
    public static string Cut(Network net, Line line, string text, int limit) =>
        Utf8Text.Truncate(text, Math.Min(limit, Limits.LineLen - line.BodyLength(net.Config.ServerName)));
}
