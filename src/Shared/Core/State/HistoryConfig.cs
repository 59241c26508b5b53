using MessagePack;

namespace IrcNats.State;

/// <summary>From when on a user may read what was said.</summary>
public enum HistoryCutoff
{
    /// <summary>From the beginning.</summary>
    None = 0,
    /// <summary>From when their account was registered.</summary>
    RegistrationTime = 1,
    /// <summary>From when they came into the channel.</summary>
    JoinTime = 2,
}

/// <summary>What is kept of what was said, and who may read it. Times are in milliseconds.</summary>
[MessagePackObject]
public sealed record HistoryConfig
{
    // The same lists in every default, so that two defaults are equal.
    private static readonly string[] s_reactions = ["+draft/react", "+draft/unreact", "+react", "+unreact"],
        s_typing = ["+typing", "+draft/typing"];

    /// <summary>history.enabled.</summary>
    [Key(0)] public bool Enabled { get; init; } = true;
    /// <summary>history.channel-length: messages of a channel that a leaf has in memory.</summary>
    [Key(1)] public int ChannelLength { get; init; } = 2048;
    /// <summary>history.client-length: messages between two accounts that a leaf has in memory.</summary>
    [Key(2)] public int ClientLength { get; init; } = 256;
    /// <summary>history.autoreplay-on-join: messages shown to who joins without draft/chathistory.</summary>
    [Key(3)] public int AutoreplayOnJoin { get; init; }
    /// <summary>history.chathistory-maxmessages: of one CHATHISTORY.</summary>
    [Key(4)] public int MaxMessages { get; init; } = 1000;
    /// <summary>
    /// history.restrictions.expire-time: what is older is not shown, and not kept by the archive; 0: it is.
    /// </summary>
    [Key(5)] public long ExpireTime { get; init; } = 7 * 24 * 3_600_000L;
    /// <summary>history.restrictions.query-cutoff.</summary>
    [Key(6)] public HistoryCutoff Cutoff { get; init; }
    /// <summary>history.restrictions.grace-period: so much of before the cutoff may be read, too.</summary>
    [Key(7)] public long GracePeriod { get; init; } = 3_600_000;
    /// <summary>history.retention.allow-individual-delete: users may redact what they said.</summary>
    [Key(8)] public bool AllowIndividualDelete { get; init; } = true;
    /// <summary>history.tagmsg-storage.default: a TAGMSG is kept unless a tag of it is on the blacklist.</summary>
    [Key(9)] public bool KeepsTags { get; init; }
    /// <summary>
    /// history.tagmsg-storage.whitelist: with one of these tags a TAGMSG is kept although others are not.
    /// </summary>
    [Key(10)]
    public IReadOnlyList<string> TagsKept { get; init; } = s_reactions;
    /// <summary>
    /// history.tagmsg-storage.blacklist: with one of these tags a TAGMSG is not kept although others are.
    /// </summary>
    [Key(11)] public IReadOnlyList<string> TagsNotKept { get; init; } = s_typing;
    /// <summary>history.znc-maxmessages: of one target, for clients that know ZNC; 0: as in a CHATHISTORY.</summary>
    [Key(12)] public int ZncMaxMessages { get; init; } = 2048;
    /// <summary>history.persistent.enabled.</summary>
    [Key(13)] public bool IsPersistent { get; init; } = true;
    /// <summary>history.retention.max-messages: of one target in the archive, the newest ones; 0: any number.</summary>
    [Key(14)] public int MaxArchived { get; init; }

    [IgnoreMember] public int ZncMost => ZncMaxMessages == 0 ? MaxMessages : ZncMaxMessages;

    /// <summary>What is said goes into the archive.</summary>
    [IgnoreMember] public bool IsArchived => Enabled && IsPersistent;
}
