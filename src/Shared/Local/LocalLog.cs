using Microsoft.Extensions.Logging;

namespace IrcNats.Local;

/// <summary>What the bus in one process logs. Ids 1100-1119; the next free one is 1106.</summary>
static partial class LocalLog
{
    [LoggerMessage(
        1100, LogLevel.Critical,
        "{File}: the disk is full; the network stands still and goes on by itself when there is room ({Why})")]
    public static partial void Full(ILogger log, string file, string why);

    [LoggerMessage(1101, LogLevel.Warning, "{File}: there is room again after {Seconds:0.0} s; the network goes on")]
    public static partial void RoomAgain(ILogger log, string file, double seconds);

    [LoggerMessage(1102, LogLevel.Critical, "{Why}")]
    public static partial void Failed(ILogger log, string why);

    [LoggerMessage(1103, LogLevel.Error, "{File}: the snapshot of {Seq} is damaged; an older one is used")]
    public static partial void BadSnapshot(ILogger log, string file, ulong seq);

    [LoggerMessage(1105, LogLevel.Error, "a question ({Purpose}) was not taken")]
    public static partial void NotTaken(ILogger log, State.Purpose purpose, Exception fault);
}
