using IrcNats.Replication;
using IrcNats.Root.Config;
using IrcNats.State;

namespace IrcNats.Root.Core;

/// <summary>
/// Has the log trimmed, now and then, by the active root: what is beyond its limits goes, but nothing that the second
/// newest snapshot or the archiver needs. So the log of a network whose archive is away grows beyond its limits, and
/// this says so.
/// </summary>
sealed class LogKeeping(RootSettings settings, Replica replica, IRootShell shell, IRootAlarms alarms)
{
    private enum Step
    {
        Waiting,
        AskedWhoseLog,
        Trimming,
    }

    private Step _step;
    private long _lookAt = long.MaxValue, _askedAt;

    /// <summary>When <see cref="Look"/> is due.</summary>
    public long LookAt => _step == Step.Waiting ? _lookAt : long.MaxValue;

    /// <summary>This root has the log: it looks from now on.</summary>
    public void Begin(Moment now)
    {
        if (settings.TrimLook > 0 && _lookAt == long.MaxValue) _lookAt = now.Steady + settings.TrimLook;
    }

    // A root that was replaced while it stood still knows an archive of another log, perhaps. One that always writes
    // has always something that is not stored yet, and trims all the same: what is trimmed was stored long before.
    public void Look(Writing? writing, Moment now)
    {
        if (now.Steady < LookAt) return;
        _lookAt = now.Steady + settings.TrimLook;
        if (writing is not { HasResigned: false }) return;
        (_step, _askedAt) = (Step.AskedWhoseLog, shell.Steady);
        writing.Confirm();
    }

    /// <summary>The log was this root's at that time. If that is not sure, the next look asks again.</summary>
    public void Confirmed(long ownedAt, Writing? writing, LogLimits limits)
    {
        if (_step != Step.AskedWhoseLog) return;
        _step = Step.Waiting;
        if (writing is null || ownedAt < _askedAt) return;
        Network network = replica.Network;
        bool isArchived = settings.HasArchive && network.Config.History.IsArchived;
        _step = Step.Trimming;
        shell.TrimLog(new LogTrim(
            limits.MaxBytes, limits.MaxAge == 0 ? null : network.Time - limits.MaxAge,
            isArchived ? network.ArchivedUpTo?.At.Seq ?? 0 : null));
    }

    /// <summary>The log is as long as this now; null: it did not answer.</summary>
    public void Trimmed(LogLength? left, LogLimits limits)
    {
        if (_step != Step.Trimming) return;
        _step = Step.Waiting;
        if (left is not null && left.Bytes > limits.MaxBytes)
            alarms.LogIsLong(left, limits.MaxBytes);
    }
}
