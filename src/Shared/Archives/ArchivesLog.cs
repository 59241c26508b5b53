using Microsoft.Extensions.Logging;

namespace IrcNats.Archives;

/// <summary>What a process logs of the archive that it opens. Ids 1200-1209; the next free one is 1203.</summary>
static partial class ArchivesLog
{
    [LoggerMessage(1200, LogLevel.Information, "the archive of histories is open: {Where}")]
    public static partial void Opened(ILogger log, string where);

    [LoggerMessage(1201, LogLevel.Error,
        "the archive of histories cannot be opened ({Where}): {Why}; this process goes on without it and tries again")]
    public static partial void NotOpened(ILogger log, string where, string why);

    [LoggerMessage(1202, LogLevel.Error,
        "the archive of histories ({Where}) does not take the new retention yet: {Why}; it is told again")]
    public static partial void NotRetained(ILogger log, string where, string why);
}
