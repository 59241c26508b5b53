using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Rules;

/// <summary>What is part of a history.</summary>
public static class HistoryRules
{
    private static readonly HistoryConfig s_default = new();

    private static readonly HashSet<string> s_happenings =
        ["JOIN", "PART", "KICK", "QUIT", "NICK", "TOPIC", "MODE", "RENAME"];

    /// <summary>
    /// Messages are kept, and reactions to them. Other tags without text only matter at the moment they are sent.
    /// </summary>
    public static bool IsKept(string command, string tags) =>
        command != "TAGMSG" || IsKept(Tags.Parse(tags), s_default);

    /// <summary>Whether a channel keeps such a line by what its founder set.</summary>
    public static bool IsKept(string command, EventKeeping events) => events switch
    {
        EventKeeping.None => !IsHappening(command),
        EventKeeping.NoJoins => command is not ("JOIN" or "PART" or "QUIT"),
        _ => true,
    };

    /// <summary>Whether a TAGMSG with these tags is kept.</summary>
    public static bool IsKept(Tags tags, HistoryConfig config) => config.KeepsTags
        ? !config.TagsNotKept.Any(tags.Contains)
        : config.TagsKept.Any(tags.Contains);

    /// <summary>Whether somebody said something with such a line.</summary>
    public static bool IsSaid(string command) => command is "PRIVMSG" or "NOTICE" or "TAGMSG";

    /// <summary>
    /// Whether a line tells of something that is played back to those who want more than what was said.
    /// https://ircv3.net/specs/extensions/chathistory#draftevent-playback
    /// </summary>
    public static bool IsHappening(string command) => s_happenings.Contains(command);
}
