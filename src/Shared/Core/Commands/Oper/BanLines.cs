using System.Globalization;
using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;

namespace IrcNats.Commands;

/// <summary>What LIST and INFO of UBAN, KLINE, DLINE, RESV and LOCKDOWN say of bans.
/// https://github.com/ergochat/ergo/blob/stable/docs/MANUAL.md</summary>
public static class BanLines
{
    private const int NicksShown = 10, PlacesShown = 3;

    /// <summary>Which kinds of bans the LIST of a verb shows; none: the verb has no LIST.</summary>
    public static IReadOnlyList<BanKind> ListedBy(string verb) => verb switch
    {
        "UBAN" =>
        [
            BanKind.Address, BanKind.Mask, BanKind.Account, BanKind.Certificate, BanKind.Country, BanKind.Asn,
        ],
        "DLINE" => [BanKind.Address],
        "KLINE" => [BanKind.Mask, BanKind.Account, BanKind.Certificate, BanKind.Country, BanKind.Asn],
        "RESV" => [BanKind.Nick, BanKind.Channel],
        "LOCKDOWN" => [BanKind.Lock],
        _ => [],
    };

    /// <summary>One ban: what, until when, why, by whom and since when.</summary>
    public static string Show(NetworkBan ban, long now)
    {
        string time = ban.ExpiresAt is { } end
            ? $" for another {Duration.Show(Math.Max(0, end - now) / 1000 * 1000)}"
            : "";
        string note = ban.Note is { } text ? $" | {text}" : "";
        string effect = ban.Effect == BanEffect.KeepsOut ? "" : $" {BanOverlaps.Is(ban)}";
        return $"{ban.Target}{effect}{time}: {ban.Reason}{note} (by {ban.SetBy} at {ServerTime.Show(ban.SetAt)})";
    }

    /// <summary>Whom a ban of the target would hit, where they are, and which bans there are that hit it.</summary>
    /// <param name="placeOf">Where an address is, as the leaf's files say it; null: nobody knows.</param>
    public static IReadOnlyList<Line> Info(
        Network net, Caller by, string verb, string text, Func<string, Location?> placeOf)
    {
        if (BanTarget.Read(text, out BanTarget target) is { } fault)
            return [BanSetting.Fail(verb, "INVALID_TARGET", text, fault)];
        NetworkBan wanted = new(target.Kind, target.Text, "", "", 0);
        User[] hits = [.. BanRules.Hits(net, wanted)];
        string nicks = string.Join(' ', hits.Take(NicksShown).Select(u => u.Nick));
        string more = hits.Length > NicksShown ? " …" : "";
        string count = string.Create(
            CultureInfo.InvariantCulture, $"{target.Text} fits {hits.Length} of {net.Users.Count} users");
        return
        [
            Notice(by, hits.Length == 0 ? count : $"{count}: {nicks}{more}"),
            .. target.Kind == BanKind.Address && placeOf(target.Text.Split('/')[0]) is { } place
                ? [Notice(by, $"{target.Text} is in {place.Text}")]
                : Array.Empty<Line>(),
            .. PlacesOf(hits) is { Length: > 0 } places ? [Notice(by, $"They are in {places}")] : Array.Empty<Line>(),
            Notice(by, Existing(net, target) is { } ban
                ? $"{(ban.Effect == BanEffect.Exempts ? "Exempt" : "Banned")}: {Show(ban, by.Now)}"
                : "There is no ban of it"),
            .. BanOverlaps.ExemptWithin(net, wanted) is { } exempt
                ? [Notice(by, $"Note: {exempt}")]
                : Array.Empty<Line>(),
        ];
    }

    // The places from which most of them come, each with how many; nothing if nobody knows any.
    private static string PlacesOf(User[] users)
    {
        var places = users.Where(u => u.Place is not null).GroupBy(u => u.Place!.Text)
            .OrderByDescending(p => p.Count()).ThenBy(p => p.Key, StringComparer.Ordinal).ToArray();
        string shown = string.Join("; ", places.Take(PlacesShown).Select(p => $"{p.Key}: {p.Count()}"));
        return places.Length > PlacesShown ? $"{shown}; and {places.Length - PlacesShown} other places" : shown;
    }

    public static Line Notice(Caller by, string text)
    {
        Line head = new(null, "NOTICE", by.Nick, "") { Trailing = true };
        return head with { Params = [by.Nick, Utf8Text.Truncate(text, MostText)] };
    }

    // With the longest server name and nick, a line has room for so much.
    private const int MostText = 400;

    // The ban itself, or the narrowest one of the addresses that it is among.
    private static NetworkBan? Existing(Network net, BanTarget target) =>
        net.Bans.Find(target.Kind, target.Text)
        ?? (target.Kind == BanKind.Address ? net.Bans.FindAddress(target.Text.Split('/')[0]) : null);
}

/// <summary>The bans that a verb lists, in the order of their targets; with a mask only those whose target fits it.
/// </summary>
public sealed class BanList(IReadOnlyList<BanKind> kinds, string? mask)
    : LongAnswer<string>(StringComparer.Ordinal, atATime: 16, ahead: 512)
{
    private readonly Glob? _mask = mask is null ? null : new Glob(mask);
    private int _shown;

    protected override IEnumerable<string> Keys(Network net) =>
        from ban in net.Bans.All
        where kinds.Contains(ban.Kind) && _mask?.Matches(ban.Target) != false
        select BanTable.KeyOf(ban.Kind, ban.Target);

    protected override IEnumerable<Line> Show(Network net, Caller by, IReadOnlyList<string> keys)
    {
        foreach (string key in keys)
        {
            if (net.Bans.FindKey(key) is not { } ban) continue;
            _shown++;
            yield return BanLines.Notice(by, BanLines.Show(ban, by.Now));
        }
    }

    protected override IEnumerable<Line> Tail(Network net, Caller by) =>
        [BanLines.Notice(by, $"End of list: {_shown}")];
}
