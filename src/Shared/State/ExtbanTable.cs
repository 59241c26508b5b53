namespace IrcNats.State;

/// <summary>What the letter of an extended ban says.</summary>
public enum ExtbanKind
{
    /// <summary>How long the entry stays on the list.</summary>
    Lasts,
    /// <summary>What those who match may not do; without one it is to come in and to talk.</summary>
    Acts,
    /// <summary>What the rest is compared with; without one it is the hostmask.</summary>
    Compares,
}

/// <summary>One extended ban: its letter, its kind, how it is written, and what it means.</summary>
public sealed record Extban(char Letter, ExtbanKind Kind, string Form, string Meaning);

/// <summary>Every extended ban, one row each. EXTBAN, HELP and the lists derive from it.
/// https://modern.ircdocs.horse/#extban-parameter</summary>
public static class ExtbanTable
{
    public const char Channel = 'c', Mute = 'm', NickChange = 'n', Realname = 'r', Account = 'R';

    public static IReadOnlyList<Extban> All { get; } =
    [
        new(Channel, ExtbanKind.Compares, "c:#channel", "who is in that channel; c:@#channel: with that status"),
        new(Mute, ExtbanKind.Acts, "m:mask", "who matches may not talk"),
        new(NickChange, ExtbanKind.Acts, "n:mask", "who matches may not change their nick"),
        new(Realname, ExtbanKind.Compares, "r:mask", "whose realname matches; ? stands for a space"),
        new(Account, ExtbanKind.Compares, "R:mask", "who is logged in to a matching account"),
        new('t', ExtbanKind.Lasts, "t:30m:mask", "only for that time"),
    ];

    /// <summary>In ASCII's order, as the EXTBAN token has them.</summary>
    public static string Letters { get; } = string.Concat(All.Select(e => e.Letter).Order());

    public static Extban? Find(char letter)
    {
        foreach (Extban extban in All)
            if (extban.Letter == letter) return extban;
        return null;
    }
}
