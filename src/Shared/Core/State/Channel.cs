using System.Runtime.InteropServices;
using MessagePack;

namespace IrcNats.State;

/// <summary>A channel exists while someone is in it, or for good with +P or if it is registered. Immutable: an event
/// replaces it. Members are kept apart.</summary>
[MessagePackObject]
public sealed record Channel
{
    [Key(0)] public required string Name { get; init; }
    /// <summary>Unix milliseconds.</summary>
    [Key(1)] public long Created { get; init; }
    [Key(2)] public Topic? Topic { get; init; }
    [Key(3)] public ChannelModes Modes { get; init; }
    [Key(4)] public string? Key { get; init; }
    [Key(5)] public int? Limit { get; init; }
    [Key(6)] public IReadOnlyList<ListEntry> Bans { get; init => field = MaskList.Of(value); } = MaskList.Empty;
    [Key(7)] public IReadOnlyList<ListEntry> Exceptions { get; init => field = MaskList.Of(value); } = MaskList.Empty;
    [Key(8)]
    public IReadOnlyList<ListEntry> InviteExceptions { get; init => field = MaskList.Of(value); } = MaskList.Empty;
    /// <summary>+f: the channel to which users are sent who may not join.</summary>
    [Key(9)] public string? Forward { get; init; }
    /// <summary>+j.</summary>
    [Key(10)] public JoinThrottle? Throttle { get; init; }
    /// <summary>+d, in seconds.</summary>
    [Key(11)] public int? SlowMode { get; init; }

    /// <summary>When the next timed entry of a list is taken off (Unix milliseconds); null if there is none.</summary>
    [IgnoreMember] public long? NextExpiry =>
        Lists.Min(list => list.NextExpiry);

    [Key(14)] public IReadOnlyList<MetadataItem> Metadata { get; init; } = [];
    /// <summary>The newest KNOCK; Unix milliseconds.</summary>
    [Key(15)] public long KnockedAt { get; init; }
    /// <summary>Names it had before (RENAME), oldest first; at most <see cref="FormerName.Kept"/>.</summary>
    [Key(16)] public IReadOnlyList<FormerName> FormerNames { get; init; } = [];

    /// <summary>
    /// The event that made it, by which its history is known whatever its name is. A channel that is older than this
    /// field gets one when the network has the field's level; null until then.
    /// </summary>
    [Key(17)] public Mark? Founded { get; init; }

    /// <summary>+H.</summary>
    [Key(18)] public ChannelHistory? History { get; init; }

    /// <summary>What its founder set; null: it is not registered.</summary>
    [Key(19)] public ChannelSettings? Registered { get; init; }

    /// <summary>+F.</summary>
    [Key(20)] public FloodProfile? Flood { get; init; }

    /// <summary>It stays when nobody is in it.</summary>
    [IgnoreMember] public bool Stays => Has(ChannelModes.Permanent) || Registered is not null;

    public bool Has(ChannelModes mode) => (Modes & mode) != 0;

    private MaskList[] Lists => [(MaskList)Bans, (MaskList)Exceptions, (MaskList)InviteExceptions];

    /// <summary>The masks of a list mode: b, e or I.</summary>
    public MaskList ListOf(char mode) => mode switch
    {
        'b' => (MaskList)Bans,
        'e' => (MaskList)Exceptions,
        'I' => (MaskList)InviteExceptions,
        _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, "b, e and I are the list modes"),
    };

    /// <summary>The channel under another name, from this event on.</summary>
    public Channel Renamed(string name, Position at) => this with
    {
        Name = name,
        FormerNames =
        [
            .. FormerNames.TakeLast(FormerName.Kept - 1),
            new FormerName(Name, FormerNames.Count == 0 ? default : FormerNames[^1].Until, at),
        ],
    };

    /// <summary>The channel's name when the event was applied; null if it is forgotten.</summary>
    public string? NameAt(Position at)
    {
        if (FormerNames.Count == 0 || at >= FormerNames[^1].Until) return Name;
        return FormerNames.FirstOrDefault(f => at >= f.Since && at < f.Until)?.Name;
    }

    public Channel WithList(char mode, IReadOnlyList<ListEntry> list) => mode switch
    {
        'b' => this with { Bans = list },
        'e' => this with { Exceptions = list },
        'I' => this with { InviteExceptions = list },
        _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, "b, e and I are the list modes"),
    };
}

/// <summary>A channel's topic: text, who set it (hostmask), when (Unix milliseconds).</summary>
[MessagePackObject]
public sealed record Topic(
    [property: Key(0)] string Text, [property: Key(1)] string SetBy, [property: Key(2)] long SetAt);

/// <summary>A name that a channel had, and the events from and before which it had it.</summary>
[MessagePackObject]
public sealed record FormerName(
    [property: Key(0)] string Name, [property: Key(1)] Position Since, [property: Key(2)] Position Until)
{
    /// <summary>Names that a channel remembers.</summary>
    public const int Kept = 10;
}

/// <summary>Channel modes without a parameter, as bits; the letters are in <see cref="ChannelModeTable"/>.</summary>
[Flags]
public enum ChannelModes
{
    None = 0,
    InviteOnly = 1,
    Moderated = 2,
    NoExternal = 4,
    Secret = 8,
    TopicLocked = 16,
    NoCtcp = 32,
    RegisteredOnly = 64,
    RegisteredTalk = 128,
    NoFormatting = 256,
    NoNickChange = 512,
    Permanent = 1024,
    SecureOnly = 2048,
    OperOnly = 4096,
    NoKnock = 8192,
    DelayedJoin = 16384,
    Auditorium = 32768,
    OpModerated = 65536,
}

/// <summary>A member's rank in a channel, lowest first; the letters are in <see cref="MemberModeTable"/>.</summary>
[Flags]
public enum MemberModes
{
    None = 0,
    Voice = 1,
    Halfop = 2,
    Operator = 4,
    Admin = 8,
    Founder = 16,
}

/// <summary>A user in a channel: status and when they joined (Unix milliseconds).</summary>
[MessagePackObject]
[StructLayout(LayoutKind.Auto)]
public readonly record struct Member([property: Key(0)] MemberModes Modes, [property: Key(1)] long JoinedAt)
{
    /// <summary>
    /// The member joined under +D and has neither spoken nor got a status since, so nobody was told of them.
    /// </summary>
    [Key(2)] public bool IsHidden { get; init; }
    /// <summary>The member's newest message under +d (Unix milliseconds); 0 for none.</summary>
    [Key(3)] public long SaidAt { get; init; }

    /// <summary>Whether the member is of this rank or a higher one.</summary>
    public bool IsAtLeast(MemberModes rank) => Modes >= rank;
}
