using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;

namespace IrcNats.Commands;

/// <summary>
/// Sets and takes off bans of the network and reservations, whatever verb asked for it. A ban that would hit the
/// operator, another one, this machine, or most users has to be confirmed.
/// https://github.com/ergochat/ergo/blob/stable/docs/MANUAL.md
/// </summary>
public static class BanSetting
{
    /// <summary>So many of those whom a ban hits are ended with it, so that nobody's queue bursts by their quits. The
    /// others are ended by the root at the pace of leaves.quits-per-second.</summary>
    public const int EndedAtOnce = 256;

    /// <summary>Users in one event: a history keeps the quits of an event as one.</summary>
    public const int UsersPerEvent = 64;

    /// <param name="target">What the words name, read.</param>
    public static Decision Set(Network net, Caller by, string verb, BanWords words, BanTarget target)
    {
        NetworkBan ban = new(target.Kind, target.Text, words.Reason, by.User.Hostmask, by.Now)
        {
            ExpiresAt = by.Now + words.Lasts, Note = words.Note,
        };
        if (net.Bans.Refusal(ban.Kind, ban.Target, net.Config.Casemapping) is { } full)
            return Fail(verb, "TOO_MANY_BANS", words.Target, full);
        User[] hits = [.. BanRules.Hits(net, ban)];
        if (Doubt(net, by, ban, hits, words) is { } doubt)
            return Fail(
                verb, "CONFIRMATION_REQUIRED", words.Target, $"{doubt}. If you mean it, say it again with FORCE");
        IEnumerable<Event> ends = hits.Take(EndedAtOnce).Select(u => u.Id).Chunk(UsersPerEvent)
            .Select(users => new UsersBanned(users, ban.Reason));
        return new Decision([new BanSet(ban), .. ends], [Notice(by, Done(ban, words.Lasts, hits.Length))]);
    }

    public static Decision Lift(Network net, Caller by, string verb, string shown, BanTarget target) =>
        net.Bans.Find(target.Kind, target.Text) is null
            ? Fail(
                verb, "NO_SUCH_BAN", shown,
                IsName(target) ? "There is no reservation of exactly this" : "There is no ban of exactly this")
            : new Decision(
                [new BanLifted(target.Kind, target.Text, by.User.Hostmask)],
                [Notice(by, $"{target.Text} is {(IsName(target) ? "free again" : "not banned any more")}")]);

    public static Line Fail(string verb, string code, string shown, string why) =>
        StandardReply.Fail(verb, code, why, Fit(shown));

    private static bool IsName(BanTarget target) => target.Kind is BanKind.Nick or BanKind.Channel;

    // Why the operator is asked once more.
    private static string? Doubt(Network net, Caller by, NetworkBan ban, User[] hits, BanWords words)
    {
        if (words.IsForced) return null;
        if (hits.Any(u => u.Id == by.Id) && !words.HitsOwn) return "This would hit you yourself";
        if (hits.FirstOrDefault(u => u.IsOper && u.Id != by.Id) is { } oper)
            return $"This would hit {oper.Nick}, who is an operator";
        if (BanRules.IsOfLoopback(ban)) return "This would hit connections from this very machine";
        return hits.Length > 1 && hits.Length * 2 > net.Users.Count
            ? $"This would hit {hits.Length} of {net.Users.Count} users"
            : null;
    }

    private static string Done(NetworkBan ban, long? lasts, int hits)
    {
        string time = lasts is { } span ? $" for {Duration.Show(span)}" : "";
        if (ban.IsReservation) return $"{ban.Target} is reserved{time}";
        string ended = hits > EndedAtOnce
            ? $"{EndedAtOnce} of {hits} users are ended, the others follow"
            : $"{hits} {(hits == 1 ? "user is" : "users are")} ended";
        return $"{ban.Target} is banned{time}; {ended}";
    }

    private static Line Notice(Caller by, string text) => new(null, "NOTICE", by.Nick, text) { Trailing = true };

    // Fit to be a parameter that is not the last one of its line.
    private static string Fit(string text) =>
        text.Length is > 0 and <= BanTarget.Longest && text[0] != ':' && !text.Contains(' ', StringComparison.Ordinal)
            ? text
            : "*";
}
