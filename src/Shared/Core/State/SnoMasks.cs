using System.Text;

namespace IrcNats.State;

/// <summary>Kinds of notices of the server, as bits; the letters are in <see cref="SnoMaskTable"/>.</summary>
[Flags]
public enum SnoMasks
{
    None = 0,
    Announcements = 1 << 0,
    Connects = 1 << 1,
    Disconnects = 1 << 2,
    Channels = 1 << 3,
    Kills = 1 << 4,
    Nicks = 1 << 5,
    Opers = 1 << 6,
    Quits = 1 << 7,
    Accounts = 1 << 8,
    Hosts = 1 << 9,
    Bans = 1 << 10,
    Filters = 1 << 11,
}

/// <summary>One kind: its letter and bit, and what is told of.</summary>
public sealed record SnoMask(char Letter, SnoMasks Bit, string Meaning);

/// <summary>
/// Every kind of notice, one row each, with Ergo's letters; f is ours. Ergo's t (uses of STATS) is not there: leaves
/// answer STATS by themselves, so that nobody else hears of it.
/// https://github.com/ergochat/ergo/blob/stable/docs/MANUAL.md
/// </summary>
public static class SnoMaskTable
{
    public static IReadOnlyList<SnoMask> All { get; } =
    [
        new('a', SnoMasks.Announcements, "processes that start, stop and take over, the configuration, DEFCON"),
        new('c', SnoMasks.Connects, "users who come"),
        new('d', SnoMasks.Disconnects, "users whose leaf was lost or drained"),
        new('f', SnoMasks.Filters, "texts that a filter hit"),
        new('j', SnoMasks.Channels, "channels that begin or are renamed"),
        new('k', SnoMasks.Kills, "users who are killed, banned or cleared away"),
        new('n', SnoMasks.Nicks, "changes of nick"),
        new('o', SnoMasks.Opers, "who becomes an operator, and what operators do"),
        new('q', SnoMasks.Quits, "users who quit"),
        new('u', SnoMasks.Accounts, "accounts: registered, logged in to, given up, suspended"),
        new('v', SnoMasks.Hosts, "changes of host"),
        new('x', SnoMasks.Bans, "bans, reservations and lockdowns, set and over"),
    ];

    /// <summary>Every kind.</summary>
    public static SnoMasks Everything { get; } =
        All.Aggregate(SnoMasks.None, (bits, row) => bits | row.Bit);

    /// <summary>"+cq", or "+" for none.</summary>
    public static string Show(SnoMasks masks) =>
        "+" + string.Concat(from row in All where (masks & row.Bit) != 0 select row.Letter);

    /// <summary>The kinds after letters such as "cq" or "+c-q".</summary>
    /// <param name="adds">What letters without a sign before them do.</param>
    /// <param name="unknown">The letters that stand for nothing.</param>
    public static SnoMasks Change(SnoMasks masks, string letters, bool adds, out string unknown)
    {
        StringBuilder others = new();
        foreach (char letter in letters)
        {
            if (letter is '+' or '-') adds = letter == '+';
            else if (All.FirstOrDefault(row => row.Letter == letter) is not { } row) others.Append(letter);
            else masks = adds ? masks | row.Bit : masks & ~row.Bit;
        }

        unknown = others.ToString();
        return masks;
    }
}
