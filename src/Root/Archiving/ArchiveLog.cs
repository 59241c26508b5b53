using Microsoft.Extensions.Logging;

namespace IrcNats.Root.Archiving;

/// <summary>What an archiver logs. Ids 40-59; the next free one is 50.</summary>
static partial class ArchiveLog
{
    [LoggerMessage(40, LogLevel.Error,
        "the archive has taken nothing for {Seconds:0} s ({Why}); the log keeps what is said until it does: see that "
        + "the log has room")]
    public static partial void Silent(ILogger log, double seconds, string why);

    [LoggerMessage(41, LogLevel.Warning, "the archive takes what is said again, after {Seconds:0} s")]
    public static partial void Answers(ILogger log, double seconds);

    [LoggerMessage(42, LogLevel.Information, "this root archives no more: {Why}")]
    public static partial void Fenced(ILogger log, string why);

    [LoggerMessage(43, LogLevel.Information, "this root archives what is said, from entry {Seq} of the log on")]
    public static partial void Begins(ILogger log, ulong seq);

    [LoggerMessage(44, LogLevel.Warning, "how far the archive is was not logged: {Why}")]
    public static partial void NotLogged(ILogger log, string why);

    [LoggerMessage(45, LogLevel.Critical,
        "the log does not reach back to where the archive ends: what was said before entry {Seq}, and was not archived "
        + "yet, is not in the archive")]
    public static partial void Gap(ILogger log, ulong seq);

    [LoggerMessage(46, LogLevel.Error, "archiving failed and begins again: {Why}")]
    public static partial void Failed(ILogger log, string why);

    [LoggerMessage(47, LogLevel.Critical, "the archiver passes over an event as everyone does: {Why}")]
    public static partial void PassesOver(ILogger log, string why);

    [LoggerMessage(49, LogLevel.Critical,
        "the log went back, and what is said now is not archived, because the archive has a later epoch ({Epoch}): see "
        + "that the clock is right, and hand over (docs/history.md)")]
    public static partial void Outrun(ILogger log, ulong epoch);

    [LoggerMessage(48, LogLevel.Warning, "where the archiver is was not stored: {Why}")]
    public static partial void NotPlaced(ILogger log, string why);
}
