using System.Globalization;

namespace IrcNats.State;

/// <summary>The four kinds of CHANMODES. https://modern.ircdocs.horse/#chanmodes-parameter</summary>
public enum ModeKind { List, Parameter, SetParameter, Flag }

/// <summary>One channel mode: its letter, its kind, the bit (flags only), and what it means.</summary>
public sealed record ChannelMode(char Letter, ModeKind Kind, ChannelModes Bit, string Meaning)
{
    /// <summary>Only IRC operators change it.</summary>
    public bool OperOnly { get; init; }

    /// <summary>The parameter as it is shown, null when the mode is not set; not for lists and flags.</summary>
    public Func<Channel, string?> Read { get; init; } = _ => null;

    /// <summary>The level that the network must have for it: older builds do not know the letter.</summary>
    public int Level { get; init; } = BuildLevel.First;

    /// <summary>The channel with this parameter, or without the mode for null; not for lists and flags.</summary>
    public Func<Channel, string?, Channel> Write { get; init; } = (channel, _) => channel;
}

/// <summary>Every channel mode, one row each. CHANMODES, 004, MODE and HELP derive from it.</summary>
public static class ChannelModeTable
{
    public static IReadOnlyList<ChannelMode> All { get; } =
    [
        List('b', "ban: those who match may not join or talk"),
        List('e', "ban exception"),
        List('I', "invite exception: those who match may join although +i, +R or +b"),
        new('k', ModeKind.Parameter, 0, "key that JOIN must name")
        {
            Read = c => c.Key, Write = (c, key) => c with { Key = key },
        },
        new('d', ModeKind.SetParameter, 0, "slow mode: seconds between two messages of a member without a status")
        {
            Read = c => c.SlowMode?.ToString(CultureInfo.InvariantCulture),
            Write = (c, seconds) => c with { SlowMode = Number(seconds) },
        },
        new('f', ModeKind.SetParameter, 0, "channel where those are sent who may not join")
        {
            Read = c => c.Forward, Write = (c, channel) => c with { Forward = channel },
        },
        new('F', ModeKind.SetParameter, 0,
            "flood profile: relaxed, normal, strict, or limits such as lines=8:10:mute:5m,repeat=3:60:kick,joins=9:30")
        {
            Level = 2,
            Read = c => c.Flood?.ToString(),
            Write = (c, flood) => c with { Flood = flood is null ? null : FloodProfile.Parse(flood) },
        },
        new('H', ModeKind.SetParameter, 0, "history: 50:1d shows joiners 50 messages, and nobody what is older than 1d")
        {
            Level = 2,
            Read = c => c.History?.ToString(),
            Write = (c, history) => c with { History = history is null ? null : ChannelHistory.Parse(history) },
        },
        new('j', ModeKind.SetParameter, 0, "limit of joins: 5:10 lets five in each ten seconds")
        {
            Read = c => c.Throttle?.ToString(),
            Write = (c, throttle) => c with { Throttle = throttle is null ? null : JoinThrottle.Parse(throttle) },
        },
        new('l', ModeKind.SetParameter, 0, "limit of members")
        {
            Read = c => c.Limit?.ToString(CultureInfo.InvariantCulture),
            Write = (c, limit) => c with { Limit = Number(limit) },
        },
        Flag('c', ChannelModes.NoFormatting, "no colours and no formatting in messages"),
        Flag('C', ChannelModes.NoCtcp, "no CTCP but ACTION"),
        Flag('D', ChannelModes.DelayedJoin, "members are hidden until they say something or get a status"),
        Flag('i', ChannelModes.InviteOnly, "only invited users may join"),
        Flag('K', ChannelModes.NoKnock, "nobody may knock"),
        Flag('m', ChannelModes.Moderated, "only voiced members may talk"),
        Flag('M', ChannelModes.RegisteredTalk, "only logged-in users and voiced members may talk"),
        Flag('n', ChannelModes.NoExternal, "only members may talk"),
        Flag('N', ChannelModes.NoNickChange, "members without a status keep their nicks"),
        Flag('O', ChannelModes.OperOnly, "only IRC operators may join; only they set it") with { OperOnly = true },
        Flag('P', ChannelModes.Permanent, "the channel stays when it is empty; only IRC operators set it")
            with { OperOnly = true },
        Flag('R', ChannelModes.RegisteredOnly, "only logged-in users may join"),
        Flag('s', ChannelModes.Secret, "hidden from LIST, WHOIS and NAMES of others"),
        Flag('t', ChannelModes.TopicLocked, "only channel operators set the topic"),
        Flag('u', ChannelModes.Auditorium, "members without a status see only those with one"),
        Flag('U', ChannelModes.OpModerated, "what members without a status say goes to half operators and above"),
        Flag('z', ChannelModes.SecureOnly, "only users with TLS may join"),
    ];

    public static ChannelMode? Find(char letter) => All.FirstOrDefault(m => m.Letter == letter);

    /// <summary>The letters of one kind in the order of the table.</summary>
    public static string Letters(ModeKind kind) => string.Concat(from m in All where m.Kind == kind select m.Letter);

    /// <summary>The CHANMODES token: four parts.</summary>
    public static string Chanmodes => string.Join(',', Enum.GetValues<ModeKind>().Select(Letters));

    private static ChannelMode List(char letter, string meaning) => new(letter, ModeKind.List, 0, meaning);

    private static int? Number(string? text) =>
        text is null ? null : int.Parse(text, CultureInfo.InvariantCulture);

    private static ChannelMode Flag(char letter, ChannelModes bit, string meaning) =>
        new(letter, ModeKind.Flag, bit, meaning);
}

/// <summary>One status of a member: letter, prefix, bit, the rank needed to give or take it, and its name.</summary>
public sealed record MemberMode(char Letter, char Prefix, MemberModes Bit, MemberModes GivenBy, string Meaning);

/// <summary>Every member status, highest first. PREFIX, STATUSMSG, NAMES and MODE derive from it.</summary>
public static class MemberModeTable
{
    public static IReadOnlyList<MemberMode> All { get; } =
    [
        new('q', '~', MemberModes.Founder, MemberModes.Founder,
            "founder of a registered channel (CHANSERV REGISTER), or who a founder makes one"),
        new('a', '&', MemberModes.Admin, MemberModes.Founder, "admin, which only a founder makes"),
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
        new('g', UserModes.CallerId, true, "only those accepted (ACCEPT) may message you"),
        new('i', UserModes.Invisible, true, "not shown to those who share no channel"),
        new('o', UserModes.Operator, false, "IRC operator; only OPER gives it, everyone may drop it"),
        new('R', UserModes.RegisteredOnly, true, "only those logged in, or accepted (ACCEPT), may message you"),
        new('s', UserModes.ServerNotices, false, "receives notices of the server; see SNOMASKS"),
        new('T', UserModes.NoCtcp, true, "receives no CTCP requests or answers"),
        new('w', UserModes.Wallops, true, "receives WALLOPS"),
        new('Z', UserModes.Secure, false, "connected over TLS"),
    ];

    public static string Letters { get; } = string.Concat(All.Select(m => m.Letter));

    public static UserMode? Find(char letter) => All.FirstOrDefault(m => m.Letter == letter);

    /// <summary>The modes of a user as MODE shows them: "+iZ", or "+" for none.</summary>
    public static string Show(UserModes modes) =>
        "+" + string.Concat(from m in All where (modes & m.Bit) != 0 select m.Letter);
}
