using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;

namespace IrcNats.Commands;

/// <summary>What an operator said behind the pattern of a filter: places action [TEST] [FORCE] [time] [reason].
/// https://docs.inspircd.org/4/modules/filter/</summary>
public sealed class FilterWords
{
    private const long BannedFor = 24 * 3_600_000L;

    public FilterPlaces Places { get; private set; }
    public FilterAction Action { get; private set; }
    public bool IsTest { get; private set; }
    public bool IsForced { get; private set; }
    /// <summary>How long an address is banned, in milliseconds.</summary>
    public long BansFor { get; private set; } = BannedFor;
    public string Reason { get; private set; } = "No reason given";
    /// <summary>What is wrong with the words; null: nothing.</summary>
    public string? Fault { get; private set; }

    public static FilterWords Read(string[] words)
    {
        FilterWords read = new() { Places = FilterTable.PlacesOf(words[0]) };
        if (read.Places == FilterPlaces.None)
            read.Fault = "Places are letters: m messages, p partings, t topics, n nicks, r realnames, or *";
        if (Enum.TryParse(words[1], ignoreCase: true, out FilterAction action) && Enum.IsDefined(action)
            && !char.IsAsciiDigit(words[1][0])) read.Action = action;
        else read.Fault ??= "An action is REPORT, REFUSE, DROP, KILL or BAN";
        int at = 2;
        while (at < words.Length && read.Takes(words[at])) at++;
        string reason = Utf8Text.Truncate(string.Join(' ', words.Skip(at)), BanRules.ReasonLen);
        if (reason.Length > 0) read.Reason = reason;
        return read;
    }

    private bool Takes(string word)
    {
        if (word.Equals("TEST", StringComparison.OrdinalIgnoreCase)) IsTest = true;
        else if (word.Equals("FORCE", StringComparison.OrdinalIgnoreCase)) IsForced = true;
        else if (Action == FilterAction.Ban && Duration.TryParse(word, out long time) && time >= 1000) BansFor = time;
        else return false;
        return true;
    }
}
