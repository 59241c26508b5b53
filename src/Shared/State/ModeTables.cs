namespace IrcNats.State;

/// <summary>The four kinds of CHANMODES. https://modern.ircdocs.horse/#chanmodes-parameter</summary>
public enum ModeKind { List, Parameter, SetParameter, Flag }

/// <summary>One channel mode: its letter, its kind, the bit (flags only), and what it means.</summary>
public sealed record ChannelMode(char Letter, ModeKind Kind, ChannelModes Bit, string Meaning);

/// <summary>Every channel mode, one row each. CHANMODES, 004, MODE and HELP derive from it.</summary>
public static class ChannelModeTable
{
    public static IReadOnlyList<ChannelMode> All { get; } =
    [
        new('b', ModeKind.List, 0, "ban: those who match may not join or talk"),
        new('e', ModeKind.List, 0, "ban exception"),
        new('I', ModeKind.List, 0, "invite exception: those who match may join although +i"),
        new('k', ModeKind.Parameter, 0, "key that JOIN must name"),
        new('l', ModeKind.SetParameter, 0, "limit of members"),
        new('i', ModeKind.Flag, ChannelModes.InviteOnly, "only invited users may join"),
        new('m', ModeKind.Flag, ChannelModes.Moderated, "only voiced members may talk"),
        new('n', ModeKind.Flag, ChannelModes.NoExternal, "only members may talk"),
        new('s', ModeKind.Flag, ChannelModes.Secret, "hidden from LIST, WHOIS and NAMES of others"),
        new('t', ModeKind.Flag, ChannelModes.TopicLocked, "only channel operators set the topic"),
    ];

    public static ChannelMode? Find(char letter) => All.FirstOrDefault(m => m.Letter == letter);

    /// <summary>The letters of one kind in the order of the table.</summary>
    public static string Letters(ModeKind kind) => string.Concat(from m in All where m.Kind == kind select m.Letter);

    /// <summary>The CHANMODES token: four parts.</summary>
    public static string Chanmodes => string.Join(',', Enum.GetValues<ModeKind>().Select(Letters));
}

/// <summary>One status of a member: letter, prefix, bit, the rank needed to give or take it, and its name.</summary>
public sealed record MemberMode(char Letter, char Prefix, MemberModes Bit, MemberModes GivenBy, string Meaning);

/// <summary>Every member status, highest first. PREFIX, STATUSMSG, NAMES and MODE derive from it.</summary>
public static class MemberModeTable
{
    public static IReadOnlyList<MemberMode> All { get; } =
    [
        new('q', '~', MemberModes.Founder, MemberModes.Founder, "founder"),
        new('a', '&', MemberModes.Admin, MemberModes.Founder, "admin"),
        new('o', '@', MemberModes.Operator, MemberModes.Operator, "channel operator"),
        new('h', '%', MemberModes.Halfop, MemberModes.Operator, "half operator"),
        new('v', '+', MemberModes.Voice, MemberModes.Halfop, "voice"),
    ];

    public static string Letters { get; } = string.Concat(All.Select(m => m.Letter));
    public static string Prefixes { get; } = string.Concat(All.Select(m => m.Prefix));

    public static MemberMode? Find(char letter) => All.FirstOrDefault(m => m.Letter == letter);
    public static MemberMode? OfPrefix(char prefix) => All.FirstOrDefault(m => m.Prefix == prefix);

    /// <summary>The prefixes of a member, highest first: all of them (multi-prefix), or only the highest.</summary>
    public static string PrefixesOf(MemberModes modes, bool all)
    {
        if (modes == MemberModes.None) return "";
        IEnumerable<char> prefixes = from m in All where (modes & m.Bit) != 0 select m.Prefix;
        return all ? string.Concat(prefixes) : prefixes.First().ToString();
    }
}

/// <summary>One user mode: letter, bit, whether users may change it themselves, and what it means.</summary>
public sealed record UserMode(char Letter, UserModes Bit, bool BySelf, string Meaning);

/// <summary>Every user mode, one row each. 004, MODE and HELP derive from it.</summary>
public static class UserModeTable
{
    public static IReadOnlyList<UserMode> All { get; } =
    [
        new('B', UserModes.Bot, true, "bot"),
        new('i', UserModes.Invisible, true, "not shown to those who share no channel"),
        new('o', UserModes.Operator, false, "IRC operator; only OPER gives it, everyone may drop it"),
        new('w', UserModes.Wallops, true, "receives WALLOPS"),
        new('Z', UserModes.Secure, false, "connected over TLS"),
    ];

    public static string Letters { get; } = string.Concat(All.Select(m => m.Letter));

    public static UserMode? Find(char letter) => All.FirstOrDefault(m => m.Letter == letter);

    /// <summary>The modes of a user as MODE shows them: "+iZ", or "+" for none.</summary>
    public static string Show(UserModes modes) =>
        "+" + string.Concat(from m in All where (modes & m.Bit) != 0 select m.Letter);
}
