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
            ExpiresAt = by.Now + words.Lasts, Note = words.Note, Effect = words.Effect,
        };
        if (Misfit(net, ban) is { } misfit) return Fail(verb, "INVALID_PARAMS", words.Target, misfit);
        if (net.Bans.Refusal(ban.Kind, ban.Target, net.Config.Casemapping) is { } full)
            return Fail(verb, "TOO_MANY_BANS", words.Target, full);
        if (!words.IsForced && BanOverlaps.Contradiction(net, ban) is { } contradiction)
            return Fail(
                verb, "CONTRADICTION", words.Target, $"{contradiction}. If you mean it, say it again with FORCE");
        User[] hits = [.. BanRules.Hits(net, ban)];
        if (Doubt(net, by, ban, hits, words) is { } doubt)
            return Fail(
                verb, "CONFIRMATION_REQUIRED", words.Target, $"{doubt}. If you mean it, say it again with FORCE");
        IEnumerable<Event> ends = hits.Take(EndedAtOnce).Select(u => u.Id).Chunk(UsersPerEvent)
            .Select(users => new UsersBanned(users, BanRules.ReasonTold(ban)));
        string also = BanOverlaps.Note(net, ban) is { } note ? $" ({note})" : "";
        return new Decision(
            [new BanSet(ban), .. ends], [Notice(by, Done(ban, words.Lasts, hits.Length) + also)]);
    }

    public static Decision Lift(Network net, Caller by, string verb, string shown, BanTarget target) =>
        net.Bans.Find(target.Kind, target.Text) is not { } ban
            ? Fail(
                verb, "NO_SUCH_BAN", shown,
                $"There is no {Called(target.Kind)} of exactly this")
            : new Decision(
                [new BanLifted(target.Kind, target.Text, by.User.Hostmask)],
                [Notice(by, $"{target.Text} {NoMore(ban)}")]);

    public static Line Fail(string verb, string code, string shown, string why) =>
        StandardReply.Fail(verb, code, why, Fit(shown));

    private static string Called(BanKind kind) => kind switch
    {
        BanKind.Nick or BanKind.Channel => "reservation",
        BanKind.Lock => "lockdown",
        _ => "ban",
    };

    private static string NoMore(NetworkBan ban) => ban switch
    {
        { IsReservation: true } => "is free again",
        { Kind: BanKind.Lock } => "is not locked down any more",
        { Effect: BanEffect.Exempts } => "is not exempt from bans any more",
        { Effect: BanEffect.NeedsLogin } => "needs no login any more",
        _ => "is not banned any more",
    };

    // What cannot be meant.
    private static string? Misfit(Network net, NetworkBan ban)
    {
        if (!ban.IsOfPeople && ban.Effect != BanEffect.KeepsOut) return "REQUIRE-SASL and EXEMPT go with bans only";
        if (ban.Effect == BanEffect.NeedsLogin && ban.Kind is BanKind.Account or BanKind.Certificate)
            return "REQUIRE-SASL goes with addresses and masks only";
        if (ban.Effect == BanEffect.NeedsLogin && !net.Config.Accounts.Exist)
            return "There are no accounts on this network, so nobody could log in";
        return ban.Kind == BanKind.Account && net.HoldsAccounts && net.FindAccount(ban.Subject) is null
            ? "There is no such account"
            : null;
    }

    // Why the operator is asked once more.
    private static string? Doubt(Network net, Caller by, NetworkBan ban, User[] hits, BanWords words)
    {
        if (words.IsForced || ban.Effect == BanEffect.Exempts) return null;
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
        if (ban.Kind == BanKind.Lock) return $"{ban.Target} is locked down{time}";
        if (ban.Effect == BanEffect.Exempts) return $"{ban.Target} is exempt from bans{time}";
        string ended = hits > EndedAtOnce
            ? $"{EndedAtOnce} of {hits} users are ended, the others follow"
            : $"{hits} {(hits == 1 ? "user is" : "users are")} ended";
        return $"{ban.Target} {BanOverlaps.Is(ban)}{time}; {ended}";
    }

    private static Line Notice(Caller by, string text) => BanLines.Notice(by, text);

    // Fit to be a parameter that is not the last one of its line.
    private static string Fit(string text) =>
        text.Length is > 0 and <= BanTarget.Longest && text[0] != ':' && !text.Contains(' ', StringComparison.Ordinal)
            ? text
            : "*";
}
