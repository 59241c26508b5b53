using IrcNats.Replication;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Root.Core;

/// <summary>
/// When snapshots are made: by a standby as soon as the newest is so many entries old, by the active root only when
/// nobody else did so for twice as many. And soon after a leaf was lost: if it died of an entry of the log, it begins
/// behind it. Only of what the log has: if the log went back meanwhile, a network that was is worth nothing, and would
/// stand in the place of the one everybody begins from.
/// </summary>
sealed class SnapshotDuty(RootSettings settings, Replica replica, IRootShell shell)
{
    private enum Step
    {
        Waiting,
        AskedForNewest,
        Storing,
        AskedLog,
        AskedWhoseLog,
        Saving,
    }

    // A question to the log that was under way already says nothing of the time since.
    private const int MostConfirmations = 2;

    // Milliseconds. If it takes longer until the log has answered, it may have gone back meanwhile.
    private const long AnsweredWithin = 500;

    private Step _step;
    private long _lookAt = long.MaxValue, _askedLogAt, _askedAt;
    private int _confirmations;
    private (ulong Seq, byte[] Bytes, long AsOf) _made;
    private Grounds _asOf;

    /// <summary>When <see cref="Look"/> is due.</summary>
    public long LookAt => _step == Step.Waiting ? _lookAt : long.MaxValue;

    /// <summary>This root has the log: it looks from now on.</summary>
    public void Begin(Moment now)
    {
        if (_lookAt == long.MaxValue) _lookAt = now.Steady + settings.SnapshotLook;
    }

    public void Look(Writing? writing, Moment now)
    {
        // It stopped writing: whether the log has what was saved is for its successor to say.
        if (_step == Step.Storing && writing is null) Ended(now);
        if (now.Steady < LookAt) return;
        _step = Step.AskedForNewest;
        shell.AskNewestSnapshot();
    }

    /// <summary>The newest snapshot is this; null: there is none.</summary>
    public void Newest(SnapshotManifest? newest, Writing? writing, Moment now)
    {
        if (_step != Step.AskedForNewest) return;
        // A snapshot is as of the end of an entry.
        writing?.Close();
        Network network = replica.Network;
        _asOf = Grounds.Of(network);
        bool isSound = !replica.IsSpoilt && _asOf.Epoch is not null;
        if (!isSound || !IsDue(network, newest, isActive: writing is not null, settings.SnapshotEvery))
        {
            Ended(now);
            return;
        }

        _made = (network.Seq, Codec.Encode(network.Save()), network.Time);
        _step = Step.Storing;
        if (writing is { IsStored: false }) shell.WhenStored(_made.Seq);
        Stored(writing);
    }

    /// <summary>The log has more of what the active root decided: its own entries count only then.</summary>
    public void Stored(Writing? writing)
    {
        if (_step != Step.Storing || writing?.Stored < _made.Seq) return;
        (_step, _askedLogAt) = (Step.AskedLog, shell.Steady);
        shell.AskLogFor(_asOf);
    }

    /// <summary>Whether the log has the entry that the snapshot is as of.</summary>
    public void Stands(bool isSo, Writing? writing, Moment now)
    {
        if (_step != Step.AskedLog) return;
        if (!isSo || IsLate) Ended(now);
        else if (writing is null) Save();
        else
        {
            // A root that stood still and was replaced must not put its old network in the place of a newer one: what
            // was written since may have been trimmed behind that.
            (_step, _confirmations, _askedAt) = (Step.AskedWhoseLog, 0, shell.Steady);
            writing.Confirm();
        }
    }

    /// <summary>The log was this root's at that time.</summary>
    public void Confirmed(long ownedAt, Writing? writing, Moment now)
    {
        if (_step != Step.AskedWhoseLog) return;
        if (IsLate) Ended(now);
        else if (ownedAt >= _askedAt) Save();
        else if (writing is null || ++_confirmations >= MostConfirmations) Ended(now);
        else writing.Confirm();
    }

    /// <summary>The snapshot is stored, or nothing came of it.</summary>
    public void Ended(Moment now)
    {
        if (_step == Step.Waiting) return;
        long next = Math.Max(_lookAt + settings.SnapshotLook, now.Steady + settings.SnapshotLook / 2);
        (_step, _made, _lookAt) = (Step.Waiting, default, next);
    }

    /// <summary>Whether a network is to be saved, when this is the newest snapshot.</summary>
    public static bool IsDue(Network net, SnapshotManifest? newest, bool isActive, int every)
    {
        if (newest is null) return net.Seq >= Patience(isActive, every) || LostLeafSince(net, 0);
        // One that claims to be newer than what the only writer knows is none.
        if (newest.Seq > net.Seq) return isActive;
        return net.Seq - newest.Seq >= Patience(isActive, every)
            || (net.Seq > newest.Seq && LostLeafSince(net, newest.Time));
    }

    private bool IsLate => shell.Steady - _askedLogAt > AnsweredWithin;

    private void Save()
    {
        _step = Step.Saving;
        shell.SaveSnapshot(_made.Seq, _made.Bytes, _made.AsOf);
    }

    private static ulong Patience(bool isActive, int every) => (ulong)every * (isActive ? 2UL : 1UL);

    private static bool LostLeafSince(Network net, long time) =>
        net.Leaves.Values.Any(leaf => (leaf.LostAt ?? leaf.EndedAt) > time);
}
