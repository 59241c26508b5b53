using System.Globalization;
using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;

namespace IrcNats.Commands;

/// <summary>
/// FILTER ADD pattern places action [TEST] [FORCE] [reason], FILTER DEL pattern: filters of what users say -
/// https://docs.inspircd.org/4/modules/filter/
/// </summary>
static class FilterCommand
{
    private const string How = "ADD pattern places action [TEST] [reason], DEL pattern, LIST [mask], or TRY place text";

    [IrcCommand("FILTER", At.Root, MinParams = 1, OperOnly = true, Looks = nameof(Looks),
        Takes = "ADD pattern places action [TEST] [FORCE] [reason] | DEL pattern | LIST [mask] | TRY place text",
        Says = "For operators: reports, refuses, drops, kills or bans what fits a mask or an /expression/, in messages "
            + "(m), partings (p), topics (t), nicks (n), realnames (r).")]
    static Decision Handle(Network net, Caller by, Line line) => line.Params[0].ToUpperInvariant() switch
    {
        "ADD" => Add(net, by, line),
        "DEL" => Delete(net, by, line),
        var sub => BanSetting.Fail(line.Command, "INVALID_PARAMS", sub, How),
    };

    private static long Looks(Network net, Caller by, Line line) => net.Users.Count;

    private static Decision Add(Network net, Caller by, Line line)
    {
        if (line.Params.Count < 4) return BanSetting.Fail(line.Command, "INVALID_PARAMS", "ADD", How);
        string pattern = line.Params[1];
        if (TextPattern.Fault(pattern) is { } fault)
            return BanSetting.Fail(line.Command, "INVALID_PATTERN", pattern, fault);
        FilterWords words = FilterWords.Read([.. line.Params.Skip(2)]);
        if (words.Fault is { } wrong) return BanSetting.Fail(line.Command, "INVALID_PARAMS", pattern, wrong);
        if (net.Filters.Refusal(pattern) is { } full)
            return BanSetting.Fail(line.Command, "TOO_MANY_FILTERS", pattern, full);
        Filter filter = new(pattern, words.Places, words.Action, words.Reason, by.User.Hostmask, by.Now)
        {
            IsTest = words.IsTest, BansFor = words.BansFor,
        };
        if (!words.IsForced && !words.IsTest && Doubt(net, filter) is { } doubt)
            return BanSetting.Fail(
                line.Command, "CONFIRMATION_REQUIRED", pattern, $"{doubt}. If you mean it, say it again with FORCE");
        return new Decision([new FilterSet(filter)], [BanLines.Notice(by, $"Filter set: {Show(new(filter, 0))}")]);
    }

    private static Decision Delete(Network net, Caller by, Line line)
    {
        string pattern = line.Params.ElementAtOrDefault(1) ?? "";
        return net.Filters.Find(pattern) is null
            ? BanSetting.Fail(line.Command, "NO_SUCH_FILTER", pattern, "There is no filter of exactly this pattern")
            : new Decision(
                [new FilterRemoved(pattern, by.User.Hostmask)], [BanLines.Notice(by, $"Filter removed: {pattern}")]);
    }

    /// <summary>One filter: what it looks for, where, what it does, how often it did.</summary>
    public static string Show(FilterRow row)
    {
        Filter filter = row.Filter;
        string test = filter.IsTest ? " (test)" : "";
        string time = filter.Action == FilterAction.Ban ? $" {Duration.Show(filter.BansFor)}" : "";
        string name = filter.Action.ToString().ToLowerInvariant();
        return string.Create(CultureInfo.InvariantCulture,
            $"{filter.Pattern} in {FilterTable.Show(filter.Places)}: {name}{time}{test}, {row.Hits} hits: ")
            + $"{filter.Reason} (by {filter.SetBy} at {ServerTime.Show(filter.SetAt)})";
    }

    // What it would hit of what is there; messages are not remembered.
    private static string? Doubt(Network net, Filter filter)
    {
        TextPattern pattern = new(filter.Pattern);
        int hits = net.Users.Count(u => !u.IsOper
            && ((filter.Places.HasFlag(FilterPlaces.Nicks) && pattern.Matches(u.Nick))
                || (filter.Places.HasFlag(FilterPlaces.Realnames) && pattern.Matches(u.Realname))));
        return hits > 1 && hits * 2 > net.Users.Count
            ? string.Create(
                CultureInfo.InvariantCulture, $"The nick or realname of {hits} of {net.Users.Count} users fits")
            : null;
    }
}

/// <summary>FILTER LIST and TRY: the leaf answers from its replica -
/// https://docs.inspircd.org/4/modules/filter/</summary>
[IrcCommand("FILTER", At.Session, Reads = true)]
static class FilterReads;
