using System.Globalization;

namespace IrcNats.State;

/// <summary>What the letter of an extended ban says.</summary>
public enum ExtbanKind
{
    /// <summary>How long the entry stays on the list.</summary>
    Lasts,
    /// <summary>What matching users may not do. Without such a letter they may neither join nor talk.</summary>
    Acts,
    /// <summary>What the rest of the mask is compared with. Without such a letter it is the hostmask.</summary>
    Compares,
}

/// <summary>One extended ban: its letter, its name, its kind, how it is written, and what it means.</summary>
public sealed record Extban(char Letter, string Name, ExtbanKind Kind, string Form, string Meaning)
{
    /// <summary>
    /// The text of a user with which the pattern is compared; null: such a user never matches. Every extended ban that
    /// compares has it, except the one of channels.
    /// </summary>
    public Func<User, string?>? Subject { get; init; }
    /// <summary>The pattern is compared as a hostmask.</summary>
    public bool IsHostmask { get; init; }
}

/// <summary>
/// Every extended ban, one row each. EXTBAN, HELP and the lists derive from it. A name may stand for its letter. A '!'
/// before one that compares inverts it: +b !account:* is for users who are not logged in.
/// https://modern.ircdocs.horse/#extban-parameter https://docs.inspircd.org/4/extended-bans/
/// </summary>
public static class ExtbanTable
{
    public const char Channel = 'c', Mute = 'm', NickChange = 'n', Account = 'R', Time = 't',
        Certificate = 'z', Country = 'G', Asn = 'A';
    /// <summary>Stands before an extended ban and inverts it: the ban is for users who do not match.</summary>
    public const char Inverted = '!';

    public static IReadOnlyList<Extban> All { get; } =
    [
        Compared(Asn, "asn", "who comes from an autonomous system, by its number", user => AsnOf(user)),
        Flagged('B', "bot", UserModes.Bot, "bots (+B) of that hostmask"),
        new(Channel, "channel", ExtbanKind.Compares, "c:#channel", "who is in it; c:@#channel: with that status"),
        Compared(Country, "country", "who comes from a country, by its two letters", user => user.Place?.Country),
        new(Mute, "mute", ExtbanKind.Acts, "m:mask", "who matches may not talk"),
        new(NickChange, "nonick", ExtbanKind.Acts, "n:mask", "who matches may not change their nick"),
        Compared('O', "oper", "IRC operators by the name of their block", user => user.Oper?.Name),
        Compared('r', "realname", "whose realname matches; ? stands for a space", user => user.Realname),
        Compared(Account, "account", "who is logged in to a matching account", user => user.Account),
        Flagged('s', "secure", UserModes.Secure, "who is connected with TLS, of that hostmask"),
        new(Time, "time", ExtbanKind.Lasts, "t:30m:mask", "only for that time"),
        new('U', "unauthed", ExtbanKind.Compares, "U:mask", "who is not logged in, of that hostmask")
        {
            Subject = user => user.Account is null ? user.Hostmask : null, IsHostmask = true,
        },
        Compared('w', "gateway", "who comes through a matching gateway (WEBIRC)", user => user.Gateway),
        Compared(Certificate, "fingerprint", "whose TLS certificate has that SHA-256", user => user.Certfp),
    ];

    /// <summary>In ASCII's order, as the EXTBAN token has them.</summary>
    public static string Letters { get; } = string.Concat(All.Select(e => e.Letter).Order());

    public static Extban? Find(char letter)
    {
        foreach (Extban extban in All)
            if (extban.Letter == letter) return extban;
        return null;
    }

    /// <summary>By letter or name, as a user typed it.</summary>
    public static Extban? Find(ReadOnlySpan<char> word)
    {
        if (word.Length == 1) return Find(word[0]);
        foreach (Extban extban in All)
            if (word.Equals(extban.Name, StringComparison.OrdinalIgnoreCase)) return extban;
        return null;
    }

    private static string? AsnOf(User user) =>
        user.Place?.Asn is { } number ? number.ToString(CultureInfo.InvariantCulture) : null;

    private static Extban Compared(char letter, string name, string meaning, Func<User, string?> subject) =>
        new(letter, name, ExtbanKind.Compares, $"{letter}:mask", meaning) { Subject = subject };

    private static Extban Flagged(char letter, string name, UserModes mode, string meaning) =>
        new(letter, name, ExtbanKind.Compares, $"{letter}:mask", meaning)
        {
            Subject = user => user.Has(mode) ? user.Hostmask : null, IsHostmask = true,
        };
}
