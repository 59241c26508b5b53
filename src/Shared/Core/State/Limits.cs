using MessagePack;

namespace IrcNats.State;

/// <summary>
/// Every bound of the protocol side, with Ergo's defaults where the concept is Ergo's. The same on every process,
/// because it is part of the logged configuration. Lengths are in bytes of UTF-8.
/// </summary>
[MessagePackObject]
public sealed record Limits
{
    /// <summary>NICKLEN.</summary>
    [Key(0)] public int NickLen { get; init; } = 32;
    /// <summary>USERLEN: the ident.</summary>
    [Key(1)] public int UserLen { get; init; } = 20;
    /// <summary>HOSTLEN: a DNS name may have 253; 63 keeps prefixes short.</summary>
    [Key(2)] public int HostLen { get; init; } = 63;
    /// <summary>NAMELEN: the realname.</summary>
    [Key(3)] public int NameLen { get; init; } = 150;
    /// <summary>CHANNELLEN.</summary>
    [Key(4)] public int ChannelLen { get; init; } = 64;
    [Key(5)] public int TopicLen { get; init; } = 390;
    [Key(6)] public int KickLen { get; init; } = 390;
    [Key(7)] public int AwayLen { get; init; } = 390;
    [Key(8)] public int KeyLen { get; init; } = 32;
    /// <summary>CHANLIMIT: channels a user may be in.</summary>
    [Key(9)] public int ChannelsPerUser { get; init; } = 100;
    /// <summary>MAXLIST: entries of b, e and I together.</summary>
    [Key(10)] public int ListModes { get; init; } = 100;
    /// <summary>MODES: changes with a parameter in one MODE; with the target and the letters a line is full.</summary>
    [Key(11)] public int ModesPerCommand { get; init; } = 13;
    /// <summary>Not used: TARGMAX is in the commands' rows. It stays because every log and snapshot has it.</summary>
    [Key(12)] public int MessageTargets { get; init; } = 4;
    /// <summary>WHOWAS entries kept in all.</summary>
    [Key(13)] public int WhowasEntries { get; init; } = 1000;
    /// <summary>Channels one user may be invited to at a time.</summary>
    [Key(14)] public int InvitesPerUser { get; init; } = 20;
    /// <summary>An invitation's life, in milliseconds: 24 hours as Ergo.</summary>
    [Key(15)] public long InviteExpiry { get; init; } = 24 * 3600 * 1000L;
    /// <summary>Lines of WHO and LIST in one answer to a user; operators get everything.</summary>
    [Key(16)] public int AnswerLines { get; init; } = 5000;
    /// <summary>MONITOR: nicks a session may monitor.</summary>
    [Key(17)] public int MonitorEntries { get; init; } = 100;
    /// <summary>ACCEPT: users on one's list.</summary>
    [Key(18)] public int AcceptEntries { get; init; } = 50;
    /// <summary>KNOCK: a user may knock once in so many milliseconds.</summary>
    [Key(19)] public long KnockEvery { get; init; } = 60_000;
    /// <summary>Channels with +P: they stay when they are empty, so that their number is bounded.</summary>
    [Key(23)] public int PermanentChannels { get; init; } = 1000;
    /// <summary>max-bytes of draft/multiline: what is said, line feeds included.</summary>
    [Key(30)] public int MultilineBytes { get; init; } = 4096;
    /// <summary>max-lines of draft/multiline.</summary>
    [Key(31)] public int MultilineLines { get; init; } = 100;
    /// <summary>How long a client may leave a batch open, in milliseconds.</summary>
    [Key(32)] public int BatchTimeout { get; init; } = 60_000;
    /// <summary>
    /// Members of the largest channel that can be renamed: each of them may have to be shown all names.
    /// </summary>
    [Key(33)] public int RenameMembers { get; init; } = 1000;
    /// <summary>max-keys of metadata: keys that a user or a channel may have.</summary>
    [Key(34)] public int MetadataKeys { get; init; } = 20;
    /// <summary>max-value-bytes of metadata: with the longest key and names, a line still has room.</summary>
    [Key(35)] public int MetadataValueBytes { get; init; } = 256;
    /// <summary>max-subs of metadata: keys a session may have subscribed to.</summary>
    [Key(36)] public int MetadataSubs { get; init; } = 50;
    /// <summary>KNOCK: at a channel there may be one in so many milliseconds, whoever knocks.</summary>
    [Key(37)] public long ChannelKnockEvery { get; init; } = 10_000;
    /// <summary>Users that a user may message at once without having been messaged by them; 0: any number.</summary>
    [Key(38)] public int NewTargets { get; init; } = 20;
    /// <summary>After those, one more in so many milliseconds.</summary>
    [Key(39)] public long NewTargetEvery { get; init; } = 30_000;

    /// <summary>LINELEN: body of a line with its CRLF. https://modern.ircdocs.horse/#message-format</summary>
    public const int LineLen = 512;
    /// <summary>Bytes of tags a client may send, '@' and space included.</summary>
    public const int ClientTagsLen = 4096;
}
