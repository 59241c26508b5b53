using IrcNats.Protocol;

namespace IrcNats.Rules;

/// <summary>Which messages of a channel are part of its history.</summary>
public static class HistoryRules
{
    /// <summary>
    /// Messages are kept, and reactions to them. Other tags without text only matter at the moment they are sent.
    /// </summary>
    public static bool IsKept(string command, string tags) =>
        command != "TAGMSG" || Tags.Parse(tags) is var parsed && (parsed.Contains("+draft/react")
            || parsed.Contains("+draft/unreact") || parsed.Contains("+react") || parsed.Contains("+unreact"));
}
