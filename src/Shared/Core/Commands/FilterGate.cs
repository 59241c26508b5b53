using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Commands;

/// <summary>A text that others are to be shown.</summary>
/// <param name="Verb">The command that shows it.</param>
/// <param name="Where">A channel, a nick, or what kind of text it is.</param>
/// <param name="Lines">Its lines.</param>
public readonly record struct ShownText(FilterPlaces Place, string Verb, string Where, IEnumerable<string> Lines);

/// <summary>
/// What filters make of what users say. A command is decided first, so that only what would pass is looked at. The root
/// does this, because a text must not slip through a leaf that has not heard of a filter yet, and because its cost does
/// not grow with the number of filters. Operators are not filtered.
/// </summary>
public static class FilterGate
{
    // Bytes of a text that operators are shown.
    private const int TextLen = 120;

    /// <summary>What becomes of a decision that shows others a text.</summary>
    /// <param name="without">What is done instead, if the text may not be shown; nothing if null.</param>
    public static Decision Pass(
        Network net, Caller by, in ShownText shown, in Decision decision, Event? without = null)
    {
        if (net.Filters.Count == 0 || decision.Events.Count == 0 || by.User.IsOper) return decision;
        if (Hit(net, shown.Place, shown.Lines) is not var (filter, text)) return decision;
        FilterHit hit = Note(filter, by.User.Hostmask, shown.Where, text);
        Event[] instead = without is null ? [hit] : [hit, without];
        return hit switch
        {
            { IsTest: true } or { Action: FilterAction.Report } =>
                decision with { Events = [hit, .. decision.Events] },
            { Action: FilterAction.Refuse } => new Decision(instead, [Refusal(shown, filter)]),
            { Action: FilterAction.Drop } => new Decision(instead, []),
            _ => new Decision([hit, .. Ends(net, by, filter)], []),
        };
    }

    /// <summary>What becomes of the nick and the realname of somebody who wants to become a user.</summary>
    /// <param name="come">What happens if nothing is against them.</param>
    public static Decision Admit(Network net, SessionOpened ask, long now, in Decision come)
    {
        if (net.Filters.Count == 0) return come;
        FilterPlaces place = FilterPlaces.Nicks;
        if (Hit(net, place, [ask.Nick]) is not var (filter, text))
        {
            place = FilterPlaces.Realnames;
            if (Hit(net, place, [ask.Realname]) is not var (other, name)) return come;
            (filter, text) = (other, name);
        }

        string where = place == FilterPlaces.Nicks ? "nick" : "realname";
        FilterHit hit = Note(filter, $"{ask.Nick}!{ask.Username}@{ask.Address}", where, text);
        if (hit.IsTest || hit.Action == FilterAction.Report) return come with { Events = [hit, .. come.Events] };
        if (hit.Action == FilterAction.Refuse && place == FilterPlaces.Nicks)
            return new Decision(
                [hit], [(Numeric.ERR_ERRONEUSNICKNAME with { Text = Told(filter) }).For("*", ask.Nick)]);
        IEnumerable<Event> bans = hit.Action == FilterAction.Ban
            ? BanOf(net, ask.Address, ask.Via, filter, now)
            : [];
        return new Decision([hit, .. bans], [new Line(null, "ERROR", Told(filter)) { Trailing = true }]);
    }

    /// <summary>What a user says who quits, or something else if a filter is against it.</summary>
    public static IReadOnlyList<Event> Quit(Network net, User user, UserQuit quit)
    {
        const string plain = "Client quit";
        if (net.Filters.Count == 0 || user.IsOper) return [quit];
        if (Hit(net, FilterPlaces.Partings, [quit.Reason]) is not var (filter, text)) return [quit];
        FilterHit hit = Note(filter, user.Hostmask, "QUIT", text);
        return [hit, hit.IsTest || hit.Action == FilterAction.Report ? quit : quit with { Reason = plain }];
    }

    private static (Filter Filter, string Text)? Hit(Network net, FilterPlaces place, IEnumerable<string> texts)
    {
        foreach (string text in texts)
            if (net.Filters.Find(place, Formatting.Stripped(text)) is { } filter) return (filter, text);
        return null;
    }

    private static FilterHit Note(Filter filter, string who, string where, string text) =>
        new(filter.Pattern, filter.Action, who, where, Utf8Text.Truncate(text, TextLen)) { IsTest = filter.IsTest };

    private static Line Refusal(in ShownText shown, Filter filter) =>
        StandardReply.Fail(shown.Verb, "TEXT_REFUSED", Told(filter), shown.Where);

    private static string Told(Filter filter) => $"A filter of the network refuses this: {filter.Reason}";

    private static IEnumerable<Event> Ends(Network net, Caller by, Filter filter)
    {
        NetworkBan[] bans = filter.Action == FilterAction.Ban
            ? [.. BanOf(net, by.User.Address, by.User.Via, filter, by.Now).Select(set => set.Ban)]
            : [];
        return bans.Length > 0
            ? [new BanSet(bans[0]), new UsersBanned([by.Id], filter.Reason)]
            : [new UserQuit(by.Id, $"Killed ({net.Config.ServerName} ({filter.Reason}))")
            {
                KilledBy = net.Config.ServerName,
            }];
    }

    // Nothing if everybody behind Tor, or an operator, would be hit.
    private static IEnumerable<BanSet> BanOf(Network net, string address, Via via, Filter filter, long now)
    {
        NetworkBan ban = new(BanKind.Address, address, filter.Reason, net.Config.ServerName, now)
        {
            ExpiresAt = now + filter.BansFor, Note = $"filter {filter.Pattern}",
        };
        bool isAnybodys = via.HasFlag(Via.Tor) || !AddressText.TryParse(address, out _) || BanRules.IsOfLoopback(ban);
        return isAnybodys || net.Bans.Refusal(ban.Kind, ban.Target, net.Config.Casemapping) is not null
            || net.Users.Any(u => u.IsOper && u.Address == address)
            ? []
            : [new BanSet(ban)];
    }
}
