using Microsoft.Extensions.Logging;

namespace IrcNats.Root.Service;

/// <summary>What a root logs. Ids 1-99; the next free one is 22.</summary>
static partial class RootLog
{
    [LoggerMessage(
        1, LogLevel.Error, "the handler of {Verb} threw (leaf {Leaf}, request {Number}); nothing was changed")]
    public static partial void HandlerThrew(ILogger log, string verb, string leaf, ulong number, Exception fault);

    [LoggerMessage(2, LogLevel.Warning, "election failed: {Reason}")]
    public static partial void ElectionFailed(ILogger log, string reason);

    [LoggerMessage(3, LogLevel.Warning, "snapshot failed: {Reason}")]
    public static partial void SnapshotFailed(ILogger log, string reason);

    [LoggerMessage(4, LogLevel.Critical, "this root ends: {Why}")]
    public static partial void Ends(ILogger log, string why);

    [LoggerMessage(5, LogLevel.Critical,
        "root {Root} is silent; policy {Policy}: {WhatHelps}")]
    public static partial void WaitsForOperator(
        ILogger log, string root, State.FailoverPolicy policy, string whatHelps);

    [LoggerMessage(6, LogLevel.Critical, "this standby's network differs from the root's: digest {Own}, not {Root}")]
    public static partial void Diverged(ILogger log, string own, string root);

    [LoggerMessage(7, LogLevel.Critical, "this standby's network was not what the log says: {Difference}")]
    public static partial void Differed(ILogger log, string difference);

    [LoggerMessage(8, LogLevel.Critical,
        "this standby's network is what the log says: the root's is another; hand over and restart it")]
    public static partial void AsTheLogSays(ILogger log);

    [LoggerMessage(9, LogLevel.Information, "rehearsed the active root's work in {Milliseconds} ms")]
    public static partial void Rehearsed(ILogger log, long milliseconds);

    [LoggerMessage(10, LogLevel.Warning,
        "the root's build hashes other fields than this one: digests are not compared until they are the same build")]
    public static partial void Incomparable(ILogger log);

    [LoggerMessage(11, LogLevel.Warning,
        "the network stays at its level: asked on {Subject}, not even this root is heard (may it publish there?)")]
    public static partial void LevelsUnheard(ILogger log, string subject);

    [LoggerMessage(12, LogLevel.Critical,
        "leaf {Leaf} is too old: its build knows level {Known}, the network is at {Level}; it is not answered")]
    public static partial void OutdatedLeaf(ILogger log, string leaf, int known, int level);

    [LoggerMessage(13, LogLevel.Information, "{Name} starts, pid {Pid}")]
    public static partial void Starts(ILogger log, string name, int pid);

    [LoggerMessage(14, LogLevel.Warning,
        "every process knows level {Level}: the network has it from now on, and older builds cannot come back")]
    public static partial void Raised(ILogger log, int level);

    [LoggerMessage(15, LogLevel.Error,
        "this machine's clock is {Seconds:0} s {Where} the network's time, which approaches it by 6 s a minute: see to "
        + "the clock; docs/operating.md says how to set the network's time at once")]
    public static partial void ClockIsOff(ILogger log, double seconds, string where);

    [LoggerMessage(16, LogLevel.Error, "a part of this root failed")]
    public static partial void Failed(ILogger log, Exception why);

    [LoggerMessage(17, LogLevel.Error,
        "nothing of what is said has been archived for {Seconds:0} s; the log keeps it: see what the archiving root "
        + "says, and that the log has room")]
    public static partial void NotArchived(ILogger log, double seconds);

    [LoggerMessage(18, LogLevel.Error,
        "the log has {Megabytes} MiB, more than log.max-bytes ({Most} MiB), and grows on, because {Who} needs it from "
        + "entry {Needed} on: see to that, and that the disk has room")]
    public static partial void LogIsLong(ILogger log, long megabytes, long most, string who, ulong needed);

    [LoggerMessage(19, LogLevel.Warning, "the log was not trimmed: {Why}")]
    public static partial void NotTrimmed(ILogger log, string why);

    [LoggerMessage(20, LogLevel.Error, "{Count} mails were not sent, the newest because {Why}")]
    public static partial void MailFails(ILogger log, int count, string why);

    [LoggerMessage(21, LogLevel.Error,
        "{Count} logins could not be checked outside (accounts.auth-script, accounts.oauth2), the newest because "
        + "{Why}")]
    public static partial void OutsideFails(ILogger log, int count, string why);

    [LoggerMessage(22, LogLevel.Warning, "{Count} messages were not pushed (webpush), the newest because {Why}")]
    public static partial void PushFails(ILogger log, int count, string why);

    [LoggerMessage(30, LogLevel.Critical,
        "two roots ended while they decided '{Line}' (leaf {Leaf}, request {Number}); it is refused from now on")]
    public static partial void GivenUp(ILogger log, string leaf, ulong number, string line);

    [LoggerMessage(31, LogLevel.Critical, "the writer has been at one thing for {Seconds} seconds: this root is none")]
    public static partial void Stuck(ILogger log, double seconds);
}
