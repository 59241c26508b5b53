using Microsoft.Extensions.Logging;

namespace IrcNats.Ports;

/// <summary>What the adapters log. Ids 1000-1099; the next free one is 1026.</summary>
static partial class BusLog
{
    [LoggerMessage(1000, LogLevel.Warning, "waiting for NATS at {Url}: {Reason}")]
    public static partial void WaitingForServer(ILogger log, string url, string reason);

    [LoggerMessage(1001, LogLevel.Warning, "NATS connection lost ({Connection}): {Reason}")]
    public static partial void Lost(ILogger log, string connection, string? reason);

    [LoggerMessage(1002, LogLevel.Information, "NATS connection open ({Connection})")]
    public static partial void Opened(ILogger log, string connection);

    [LoggerMessage(1003, LogLevel.Warning, "waiting for stream {Stream}: {Reason}")]
    public static partial void WaitingForStream(ILogger log, string stream, string reason);

    [LoggerMessage(
        1004, LogLevel.Warning, "entries {First} to {Last} of the log were missed; reading them from the stream")]
    public static partial void Repairing(ILogger log, ulong first, ulong last);

    [LoggerMessage(1005, LogLevel.Error, "entry {Seq} of the log cannot be read and is passed over: {Why}")]
    public static partial void Unreadable(ILogger log, ulong seq, string why);

    [LoggerMessage(1006, LogLevel.Error, "entry {Seq} is no longer in the log; beginning again from a snapshot")]
    public static partial void Trimmed(ILogger log, ulong seq);

    [LoggerMessage(
        1007, LogLevel.Warning,
        "the log's tail is uncertain after sequence {Committed} ({Why}); checking {Count} entries")]
    public static partial void Recovering(ILogger log, ulong committed, string why, int count);

    [LoggerMessage(1008, LogLevel.Information, "the log's tail is {Seq}; {Count} entries sent again")]
    public static partial void Recovered(ILogger log, ulong seq, int count);

    [LoggerMessage(1009, LogLevel.Critical, "not the root any more: {Why}")]
    public static partial void Fenced(ILogger log, string why);

    [LoggerMessage(1010, LogLevel.Warning, "refused a message on {Subject}: {Why}")]
    public static partial void Refused(ILogger log, string subject, string why);

    [LoggerMessage(1011, LogLevel.Error, "snapshot at {Seq} is unusable: {Why}")]
    public static partial void BadSnapshot(ILogger log, ulong seq, string why);

    [LoggerMessage(1012, LogLevel.Information, "snapshot at {Seq}: {Bytes} bytes in {Chunks} chunks, digest {Digest}")]
    public static partial void Saved(ILogger log, ulong seq, int bytes, int chunks, string digest);

    [LoggerMessage(1013, LogLevel.Warning, "the stream did not answer ({What}): {Reason}")]
    public static partial void StreamSilent(ILogger log, string what, string reason);

    [LoggerMessage(1014, LogLevel.Information, "created stream {Stream}")]
    public static partial void CreatedStream(ILogger log, string stream);

    [LoggerMessage(1015, LogLevel.Critical, "following the log failed: {Why}")]
    public static partial void FollowerFailed(ILogger log, string why);

    [LoggerMessage(1016, LogLevel.Warning, "entry {Claimed} was named but the log ends at {End}; not waiting for it")]
    public static partial void NeverWritten(ILogger log, ulong claimed, ulong end);

    [LoggerMessage(1017, LogLevel.Warning, "an operator orders {Kind} {Argument}")]
    public static partial void Ordered(ILogger log, Wire.OrderKind kind, string argument);

    [LoggerMessage(1018, LogLevel.Warning, "request {Verb} was not sent: {Reason}")]
    public static partial void Unsent(ILogger log, string verb, string reason);

    [LoggerMessage(
        1019, LogLevel.Critical,
        "the log went back: this process has {Had} entries, the log does not have all of them and ends at {Last}")]
    public static partial void WentBack(ILogger log, ulong had, ulong last);

    [LoggerMessage(1020, LogLevel.Warning, "the replica was made anew from the log at {Seq}, digest {Digest}")]
    public static partial void Rebuilt(ILogger log, ulong seq, string digest);

    [LoggerMessage(1021, LogLevel.Critical, "an event of the log is passed over by everyone: {Why}")]
    public static partial void PassedOver(ILogger log, string why);

    [LoggerMessage(1022, LogLevel.Warning, "refused {Count} more messages, which were not logged")]
    public static partial void RefusedMore(ILogger log, int count);

    [LoggerMessage(1023, LogLevel.Warning, "still waiting for {What} after {Seconds} s")]
    public static partial void StillWaiting(ILogger log, string what, int seconds);

    [LoggerMessage(1024, LogLevel.Warning, "entry {Seq} is another in the log than the one that was broadcast")]
    public static partial void WasForged(ILogger log, ulong seq);

    [LoggerMessage(1035, LogLevel.Warning, "entry {Seq} could not be read for a request: {Reason}")]
    public static partial void Unread(ILogger log, ulong seq, string reason);
}
