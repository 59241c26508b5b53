using IrcNats.State;

namespace IrcNats.Root.Config;

/// <summary>The keys of what is kept of what was said, and who may read it.</summary>
static class HistoryKeys
{
    public static IReadOnlyList<ConfigKey> All { get; } =
    [
        History("history.enabled", Kinds.Switch, h => h.Enabled, (h, v) => h with { Enabled = v },
            "whether what is said is kept, to be read later"),
        History("history.channel-length", Kinds.Number(0, 100_000), h => h.ChannelLength,
            (h, v) => h with { ChannelLength = v },
            "newest messages of a channel that a leaf has in memory; older ones are read from the log "
            + "and the archive"),
        History("history.client-length", Kinds.Number(0, 100_000), h => h.ClientLength,
            (h, v) => h with { ClientLength = v }, "the same of two accounts that talk to each other"),
        History("history.autoreplay-on-join", Kinds.Number(0, 1000), h => h.AutoreplayOnJoin,
            (h, v) => h with { AutoreplayOnJoin = v },
            "newest messages that a client is shown which joins and cannot ask for them (draft/chathistory)"),
        History("history.chathistory-maxmessages", Kinds.Number(1, 1000), h => h.MaxMessages,
            (h, v) => h with { MaxMessages = v }, "messages that one CHATHISTORY shows, and the most that +H names"),
        History("history.znc-maxmessages", Kinds.Number(0, 10_000), h => h.ZncMaxMessages,
            (h, v) => h with { ZncMaxMessages = v },
            "messages of a channel that are played back to clients that know ZNC; 0: as many as in a CHATHISTORY"),
        History("history.persistent.enabled", Kinds.Switch, h => h.IsPersistent, (h, v) => h with { IsPersistent = v },
            "whether what is said is archived; else it can be read as long as leaves have it in memory or the log "
            + "has it"),
        History("history.restrictions.expire-time", Kinds.LongSpan("0s", "3650d"), h => h.ExpireTime,
            (h, v) => h with { ExpireTime = v },
            "age from which a message is not shown and leaves the archive, and the longest that +H names; "
            + "0s: it stays"),
        History("history.restrictions.query-cutoff", Kinds.OneOf<HistoryCutoff>(), h => h.Cutoff,
            (h, v) => h with { Cutoff = v },
            "from when on a user may read: from the beginning, or from when their account was registered, or from when "
            + "they came into the channel"),
        History("history.restrictions.grace-period", Kinds.LongSpan("0s", "365d"), h => h.GracePeriod,
            (h, v) => h with { GracePeriod = v },
            "with registration-time, so much of before that cutoff may be read, too"),
        History("history.retention.allow-individual-delete", Kinds.Switch, h => h.AllowIndividualDelete,
            (h, v) => h with { AllowIndividualDelete = v },
            "whether users may delete what they said (REDACT); channel operators may in their channels"),
        History("history.retention.max-messages", Kinds.Number(0, 100_000_000), h => h.MaxArchived,
            (h, v) => h with { MaxArchived = v },
            "newest messages of a channel, or of two accounts, that the archive keeps; 0: any number"),
        History("history.tagmsg-storage.default", Kinds.Switch, h => h.KeepsTags, (h, v) => h with { KeepsTags = v },
            "whether messages that are tags alone (TAGMSG) are kept"),
        History("history.tagmsg-storage.whitelist", Kinds.ClientTags, h => h.TagsKept,
            (h, v) => h with { TagsKept = v }, "with one of these tags they are kept although others are not"),
        History("history.tagmsg-storage.blacklist", Kinds.ClientTags, h => h.TagsNotKept,
            (h, v) => h with { TagsNotKept = v }, "with one of these tags they are not kept although others are"),
    ];

    private static ConfigKey<T> History<T>(
        string path, Kind<T> kind, Func<HistoryConfig, T> get, Func<HistoryConfig, T, HistoryConfig> with,
        string meaning) =>
        ConfigKeys.Public(path, kind, c => get(c.History), (c, v) => c with { History = with(c.History, v) }, meaning);
}
