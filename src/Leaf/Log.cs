using System.Net;
using Microsoft.Extensions.Logging;

namespace IrcNats.Leaf;

/// <summary>What a leaf logs. Ids 2000-2099; the next free one is 2060.</summary>
static partial class Log
{
    [LoggerMessage(2000, LogLevel.Information, "following the log from sequence {Seq}")]
    public static partial void Following(ILogger log, ulong seq);

    [LoggerMessage(2001, LogLevel.Information, "waiting for a root")]
    public static partial void WaitingForRoot(ILogger log);

    [LoggerMessage(2002, LogLevel.Critical, "the leaf cannot go on")]
    public static partial void Failed(ILogger log, Exception fault);

    [LoggerMessage(2003, LogLevel.Warning, "full: {Capacity} clients; new ones are turned away")]
    public static partial void Full(ILogger log, int capacity);

    [LoggerMessage(2004, LogLevel.Information, "stopping: {Sessions} sessions are told")]
    public static partial void Stopping(ILogger log, int sessions);

    [LoggerMessage(2005, LogLevel.Warning, "stopped before the root had answered everything")]
    public static partial void Unanswered(ILogger log);

    [LoggerMessage(2006, LogLevel.Information, "certificate {File} was renewed")]
    public static partial void CertificateRead(ILogger log, string file);

    [LoggerMessage(2007, LogLevel.Error, "the new certificate {File} cannot be used, the old one stays: {Why}")]
    public static partial void CertificateUnusable(ILogger log, string file, string why);

    [LoggerMessage(2008, LogLevel.Critical,
        "this replica differs from the root's network: digest {Own}, not {Root} ({Users} users, {Channels} channels)")]
    public static partial void Diverged(ILogger log, string own, string root, int users, int channels);

    [LoggerMessage(2009, LogLevel.Warning, "closed a connection of the proxy {From}: no good PROXY header: {Why}")]
    public static partial void BadProxyHeader(ILogger log, IPAddress from, string why);

    [LoggerMessage(2010, LogLevel.Warning, "refused a WEBIRC from {Address}: {Why}")]
    public static partial void GatewayRefused(ILogger log, string address, string why);

    [LoggerMessage(2011, LogLevel.Critical, "this leaf is too old: {Why}")]
    public static partial void TooOld(ILogger log, string why);

    [LoggerMessage(2012, LogLevel.Warning,
        "the root's build hashes other fields than this one: digests are not compared until they are the same build")]
    public static partial void Incomparable(ILogger log);

    [LoggerMessage(2013, LogLevel.Information, "rehearsed in {Milliseconds} ms")]
    public static partial void Rehearsed(ILogger log, long milliseconds);

    [LoggerMessage(2014, LogLevel.Error, "the rehearsal failed: the first clients of this leaf wait longer")]
    public static partial void RehearsalFailed(ILogger log, Exception fault);

    [LoggerMessage(2040, LogLevel.Critical, "this replica cannot go on and is made anew from the log: {Why}")]
    public static partial void Spoilt(ILogger log, string why);

    [LoggerMessage(2041, LogLevel.Critical, "this replica was not what the log says: {Difference}")]
    public static partial void Differed(ILogger log, string difference);

    [LoggerMessage(2042, LogLevel.Critical,
        "this replica is what the log says: the root's network is another; hand over and restart it")]
    public static partial void AsTheLogSays(ILogger log);

    [LoggerMessage(2043, LogLevel.Error, "{What} threw; nothing was changed")]
    public static partial void HandlerThrew(ILogger log, string what, Exception fault);

    [LoggerMessage(2044, LogLevel.Information, "no root could check a session's proof ({Purpose}): {Kind}, {Why}")]
    public static partial void NotProved(ILogger log, State.Purpose purpose, Wire.ProofKind kind, string why);

    [LoggerMessage(2045, LogLevel.Warning, "a root's answer to a session's proof ({Purpose}) cannot be read: {Why}")]
    public static partial void UnreadableProof(ILogger log, State.Purpose purpose, string why);

    [LoggerMessage(2046, LogLevel.Warning, "a history could not be read for a session: {Why}")]
    public static partial void HistoryUnread(ILogger log, string why);

    [LoggerMessage(2047, LogLevel.Error, "a message of a history cannot be read and is passed over: {What}")]
    public static partial void UnreadableHistory(ILogger log, string what);

    [LoggerMessage(2048, LogLevel.Error, "reading a history failed")]
    public static partial void HistoryFailed(ILogger log, Exception fault);

    [LoggerMessage(2059, LogLevel.Warning,
        "the list of addresses {Zone} (server.dnsbl) keeps nobody out, because it does not answer well: {Why}")]
    public static partial void BlocklistFails(ILogger log, string zone, string why);

    [LoggerMessage(2060, LogLevel.Warning,
        "the program at {Socket} (server.ip-check) keeps nobody out, because it does not answer well: {Why}")]
    public static partial void CheckFails(ILogger log, string socket, string why);

    [LoggerMessage(2061, LogLevel.Warning, "{File} (--geoip) cannot be used; the leaf goes on without: {Why}")]
    public static partial void PlacesUnusable(ILogger log, string file, string why);

    [LoggerMessage(2062, LogLevel.Information, "read where addresses are: {File} ({What})")]
    public static partial void PlacesRead(ILogger log, string file, string what);
}
