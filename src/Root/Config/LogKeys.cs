namespace IrcNats.Root.Config;

/// <summary>The keys of how long the log may become. Only roots know them.</summary>
static class LogKeys
{
    private static readonly LogLimits s_usual = new();

    public static IReadOnlyList<ConfigKey> All { get; } =
    [
        new ConfigKey<long>(
            "log.max-bytes", Kinds.LongBytes(1 << 20, 1L << 50), _ => s_usual.MaxBytes,
            (draft, _, bytes) => draft.Log = draft.Log with { MaxBytes = bytes },
            "length from which the log's oldest entries are removed, if neither snapshots nor the archive need them"),
        new ConfigKey<long>(
            "log.max-age", Kinds.LongSpan("0s", "3650d"), _ => s_usual.MaxAge,
            (draft, _, age) => draft.Log = draft.Log with { MaxAge = age },
            "age from which they are removed even if the log is shorter; 0s: any"),
    ];
}
