using MessagePack;

namespace IrcNats.State;

/// <summary>An operator: the block's name, the line WHOIS shows of them (313), and what they may do.</summary>
[MessagePackObject]
public sealed record Oper([property: Key(0)] string Name, [property: Key(1)] string WhoisLine)
{
    /// <summary>The host that others see of them; null: it does not change.</summary>
    [Key(2)] public string? Host { get; init; }
    /// <summary>Only the operator and other operators are shown that this is one.</summary>
    [Key(3)] public bool IsHidden { get; init; }
    /// <summary>What the class of the block allows; null for one without a class: everything.</summary>
    [Key(4)] public OperCapabilities? Capabilities { get; init; }
    /// <summary>The host that the user had before <see cref="Host"/>, and has again afterwards.</summary>
    [Key(5)] public string? HostBefore { get; init; }

    /// <summary>The modes that the user gets besides, as they become this operator.</summary>
    [Key(6)] public UserModes Modes { get; init; }
    /// <summary>The notices of the server that they get from then on, if they may.</summary>
    [Key(7)] public SnoMasks Notices { get; init; }

    public bool May(OperCapabilities what) => Capabilities is not { } some || (some & what) == what;
}

/// <summary>
/// What operators of a class may do, as bits with Ergo's names (Audit and Filter are ours); the numbers are in the log.
/// <see cref="OperCapabilityTable"/> has what each is for.
/// </summary>
[Flags]
public enum OperCapabilities
{
    None = 0,
    Kill = 1 << 0,
    Ban = 1 << 1,
    NoFakelag = 1 << 2,
    RelayMessage = 1 << 3,
    Vhosts = 1 << 4,
    SaJoin = 1 << 5,
    SaMode = 1 << 6,
    SnoMasks = 1 << 7,
    Roleplay = 1 << 8,
    Rehash = 1 << 9,
    Accounts = 1 << 10,
    Channels = 1 << 11,
    History = 1 << 12,
    Defcon = 1 << 13,
    MassMessage = 1 << 14,
    Metadata = 1 << 15,
    Audit = 1 << 16,
    Filter = 1 << 17,
}

/// <summary>One capability of operators: its name in oper-classes, and the commands that need it.</summary>
public sealed record OperCapability(string Name, OperCapabilities Bit, params string[] Verbs);

/// <summary>
/// Every capability of operators. A capability without commands is checked by a rule, or is for commands that do not
/// exist yet.
/// </summary>
public static class OperCapabilityTable
{
    public static IReadOnlyList<OperCapability> All { get; } =
    [
        new("kill", OperCapabilities.Kill, "KILL"),
        new("ban", OperCapabilities.Ban, "KLINE", "UNKLINE", "DLINE", "UNDLINE", "UBAN", "RESV", "UNRESV",
            "CLEAR"),
        new("nofakelag", OperCapabilities.NoFakelag),
        new("relaymsg", OperCapabilities.RelayMessage),
        new("vhosts", OperCapabilities.Vhosts),
        new("sajoin", OperCapabilities.SaJoin, "SAJOIN", "SAPART"),
        new("samode", OperCapabilities.SaMode, "SAMODE", "SANICK"),
        new("snomasks", OperCapabilities.SnoMasks),
        new("roleplay", OperCapabilities.Roleplay),
        new("rehash", OperCapabilities.Rehash, "REHASH"),
        new("accreg", OperCapabilities.Accounts),
        new("chanreg", OperCapabilities.Channels),
        new("history", OperCapabilities.History, "HISTSERV"),
        new("defcon", OperCapabilities.Defcon, "DEFCON", "LOCKDOWN", "UNLOCK"),
        new("massmessage", OperCapabilities.MassMessage, "WALLOPS"),
        new("metadata", OperCapabilities.Metadata),
        new("audit", OperCapabilities.Audit, "AUDIT"),
        new("filter", OperCapabilities.Filter, "FILTER"),
    ];

    public static OperCapability? Find(string name) => All.FirstOrDefault(c => c.Name == name);

    /// <summary>What the command needs; null for one that every operator may give.</summary>
    public static OperCapability? OfVerb(string verb) => All.FirstOrDefault(c => c.Verbs.Contains(verb));

    /// <summary>The name of a single capability.</summary>
    public static string NameOf(OperCapabilities bit) => All.First(c => c.Bit == bit).Name;
}
