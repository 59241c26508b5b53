using IrcNats.Events;
using IrcNats.Replication;
using IrcNats.Root.Config;
using IrcNats.Root.Core.Mail;
using IrcNats.Root.Core.Outside;
using IrcNats.Root.Core.Push;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Root.Core;

/// <summary>
/// A root without the process around it: it stands by, is a candidate, writes, resigns, and stands by again. Whatever
/// happens to it comes in through a method, with the time; whatever it does goes out through its shell. One thread
/// feeds it, one input after the other: in a process the loop of RootService, in a simulation the simulator.
/// </summary>
public sealed class RootCore
{
    // For a root that is stopped to have its last entry stored.
    private const long Farewell = 1000;

    private readonly RootSettings _settings;
    private readonly IRootShell _shell;
    private readonly IRootAlarms _alarms;
    private readonly Replica _replica;
    private readonly RootClock _clock;
    private readonly RootAbsence _absence;
    private readonly RootWatch _watch;
    private readonly Candidacy _candidacy;
    private readonly LevelRaising _levels;
    private readonly SnapshotDuty _snapshots;
    private readonly ArchiveDuty _archiving;
    private readonly LogKeeping _keeping;
    private readonly ProofDesk _proofs;
    private readonly Orders _orders;
    private readonly MailDuty _mails;
    private readonly PushDuty _pushes;
    private LoadedConfig _config;
    private Writing? _writing;
    private bool _isFirst = true, _isStopping;
    private long? _endAt;

    /// <param name="saved">The newest snapshot; null: there is none.</param>
    public RootCore(
        RootSettings settings, LoadedConfig config, NetworkSnapshot? saved, IRootShell shell, IRootAlarms alarms,
        Moment now)
    {
        (_settings, _config, _shell, _alarms) = (settings, config, shell, alarms);
        Network network = saved is null ? new Network() : Network.Load(saved);
        _replica = new Replica(network, shell, alarms, now);
        _clock = new RootClock(alarms);
        _absence = new RootAbsence(_replica, shell);
        _watch = new RootWatch(
            settings, _replica, _absence, shell, alarms, then => _candidacy!.Stand(_config.Public, then));
        _candidacy = new Candidacy(settings.Name, _replica, _clock, shell, Write, _watch.Resume, _ => StopWriting());
        _levels = new LevelRaising(settings, shell, alarms, now);
        _snapshots = new SnapshotDuty(settings, _replica, shell);
        _archiving = new ArchiveDuty(settings, _replica, shell, alarms);
        _keeping = new LogKeeping(settings, _replica, shell, alarms);
        _proofs = new ProofDesk(_replica, _clock, shell, alarms);
        _mails = new MailDuty(_replica, shell, alarms);
        _pushes = new PushDuty(_replica, shell, alarms);
        _orders = new Orders(settings.Name, _replica, _absence, _watch, shell);
    }

    /// <summary>The network as this root has it; while it writes, with what is not stored yet.</summary>
    public Network Network => _replica.Network;

    /// <summary>What decides while this root is active; null: it is not.</summary>
    public Writer? Writer => _writing?.Writer;

    /// <summary>Everything that it decided is known to be stored.</summary>
    public bool IsStored => _writing?.IsStored == true;

    /// <summary>It writes, and has not resigned.</summary>
    public bool TakesRequests => _writing is { HasResigned: false };

    /// <summary>How it stands now.</summary>
    public RootState State => new(
        _writing is not null, Network.Epoch, _writing?.Stored ?? Network.Seq, Network.Level);

    /// <summary>The steady time at which <see cref="Wake"/> is due; it may change with every input.</summary>
    public long WakeAt => Math.Min(
        Math.Min(Math.Min(_absence.WakeAt, _watch.LookAt), Math.Min(_candidacy.WakeAt, _snapshots.LookAt)),
        Math.Min(
            Math.Min(_archiving.LookAt, _keeping.LookAt),
            Math.Min(
                Math.Min(_writing?.WakeAt ?? long.MaxValue, _endAt ?? long.MaxValue), _pushes.LookAt)));

    /// <summary>The process has begun: follow the log.</summary>
    public void Start() => _shell.Follow(Grounds.Of(Network));

    /// <summary>All that the log had is here.</summary>
    public void FollowingBegan(Moment now)
    {
        _proofs.Look(_config, isActive: false);
        _snapshots.Begin(now);
        _archiving.Begin(now);
        _keeping.Begin(now);
        (bool isFirst, _isFirst) = (_isFirst, false);
        _watch.Begin(isFirst, now);
    }

    /// <summary>The log's next entry.</summary>
    public void Entry(ulong seq, Entry entry, Moment now)
    {
        _replica.Entry(seq, entry, now);
        // What the log had before this process began was before it read its file.
        if (!_isFirst) Rereading.Look(entry, _shell);
        Moved(now);
    }

    /// <summary>The log's next entry cannot be read: every replica passes over it.</summary>
    public void Skipped(ulong seq, Moment now)
    {
        _replica.Skipped(seq);
        Moved(now);
    }

    /// <summary>The network is this from now on, and why.</summary>
    public void Reloaded(NetworkSnapshot saved, ReloadReason why, Moment now)
    {
        _replica.Reloaded(saved, why);
        Moved(now);
    }

    /// <summary>A root says that it lives.</summary>
    public void Beaten(Beat beat, Moment now)
    {
        if (_replica.Heard(beat, now)) _watch.Heard();
    }

    /// <summary>The bus was away and is back: silence until now says nothing of the root, nor of leaves.</summary>
    public void Reconnected(Moment now)
    {
        _replica.Pulse.Forgive(now.Steady);
        _watch.Heard();
        _writing?.Reconnected(now);
    }

    /// <summary>The bus has said whether anyone takes requests.</summary>
    public void Probed(int probe, bool isAnyoneActive, Moment now) => _absence.Probed(probe, isAnyoneActive, now);

    /// <summary>The log took this root's election, or it did not.</summary>
    public void ElectionEnded(bool isElected, Moment now) => _candidacy.Ended(isElected, now);

    /// <summary>No more entries come.</summary>
    public void FollowingStopped(Moment now) => _candidacy.FollowingStopped(now);

    /// <summary>Entries may be appended from now on.</summary>
    public void AppendingBegan(Moment now) => _candidacy.AppendingBegan(now);

    /// <summary>Requests go to whoever writes next, and nothing is appended any more.</summary>
    public void WritingStopped(Moment now)
    {
        if (_candidacy.GaveUp(now)) return;
        _replica.StandAgain(_clock.Read(now), now);
        _shell.Follow(Grounds.Of(Network));
    }

    /// <summary>A leaf's request, which came for the writer of this epoch and for none after it.</summary>
    public void Requested(Request request, string replyTo, ulong epoch, Moment now)
    {
        if (_writing is { } writing && writing.Writer.Epoch == epoch) writing.Requested(request, replyTo, now);
    }

    /// <summary>The log has all entries up to this one, and was certainly this root's at that steady time. Said before
    /// other inputs whenever it has changed, and at once when <see cref="IRootShell.WhenStored"/> asked.</summary>
    public void Acknowledged(ulong stored, long ownedAt, Moment now)
    {
        _writing?.Acknowledged(stored, ownedAt, now);
        _orders.Stored(stored);
        _pushes.Look(_writing, _config, now);
        _snapshots.Stored(_writing);
        StepDownWhenStored(now);
    }

    /// <summary>The log has answered whether it is still this root's: it was at that steady time.</summary>
    public void Confirmed(long ownedAt, Moment now)
    {
        _writing?.Confirmed(ownedAt, now);
        _snapshots.Confirmed(ownedAt, _writing, now);
        _keeping.Confirmed(ownedAt, _writing, _config.Log);
    }

    /// <summary>A question outside the order.</summary>
    public void Asked(ProofQuestion asked, string replyTo, Moment now) =>
        _proofs.Asked(asked, replyTo, _config, _writing is not null, now);

    /// <summary>The entry that was read; null: there is none, if that is certain.</summary>
    public void EntryRead(int reading, ReadOnlyMemory<byte>? entry, bool isCertain, Moment now) =>
        _proofs.EntryRead(reading, entry, isCertain, _config, _writing is not null, now);

    /// <summary>Somebody outside has answered, or has not in time.</summary>
    public void OutsideAnswered(int number, OutsideAnswer said, Moment now) =>
        _proofs.OutsideAnswered(number, said, _config, _writing is not null, now);

    /// <summary>An old password was compared.</summary>
    public void OldPasswordChecked(int number, OldPasswordAnswer said, Moment now) =>
        _proofs.OldPasswordChecked(number, said, _config, _writing is not null, now);

    /// <summary>An operator's order, and the number under which it is answered.</summary>
    public void Ordered(Order ordered, int order, Moment now) => _orders.Carry(ordered, order, _writing, now);

    /// <summary>The configuration file was read again and found good.</summary>
    public void Reconfigured(LoadedConfig config, Moment now)
    {
        _config = config;
        _proofs.Look(config, _writing is not null);
        _writing?.Reconfigured(config, now);
        _watch.Reconfigured(config.Public.Failover, now);
    }

    /// <summary>The file was read because an operator asked for it, and this came of it: they are told.</summary>
    public void Reread(UserId by, IReadOnlyList<string> lines, Moment now)
    {
        RehashEnded ended = Rereading.Ended(by, _settings.Name, lines);
        if (_writing is { HasResigned: false } writing)
            foreach (Event told in Rereading.Noted(Network, ended)) writing.Log(told, now);
        else _shell.Tell(Network.RootNode, new Order(Payload.FormatVersion, OrderKind.Reread, Rereading.Text(ended)));
    }

    /// <summary>The file was read because a signal asked for it, and this came of it: it is noted for the audit trail.
    /// </summary>
    /// <param name="by">user@machine of this process: nobody else may send it signals.</param>
    public void RereadBySignal(string by, IReadOnlyList<string> lines, Moment now)
    {
        string note = $"rehash {_settings.Name} SIGHUP: {Rereading.Told(lines)}";
        Order order = new(Payload.FormatVersion, OrderKind.Note, note) { By = by };
        if (_writing is { HasResigned: false }) Ordered(order, order: 0, now);
        else _shell.Tell(Network.RootNode, order);
    }

    /// <summary>The level of each root that answered, by name.</summary>
    public void LevelsHeard(IReadOnlyDictionary<string, int> levels, Moment now)
    {
        _archiving.Heard([.. levels.Keys], isActive: _writing is not null);
        if (_writing is not null && _levels.LowestOf(levels) is { } lowest) _writing.RaiseTo(lowest, now);
    }

    /// <summary>The newest snapshot's manifest; null: there is none.</summary>
    public void NewestSnapshot(SnapshotManifest? newest, Moment now) => _snapshots.Newest(newest, _writing, now);

    /// <summary>Whether the log has the entry that the snapshot is as of.</summary>
    public void SnapshotStands(bool isSo, Moment now) => _snapshots.Stands(isSo, _writing, now);

    /// <summary>The snapshot is stored; or a question for it was not answered.</summary>
    public void SnapshotEnded(Moment now) => _snapshots.Ended(now);

    /// <summary>The log is trimmed and as long as this; null: it did not answer.</summary>
    public void LogTrimmed(LogLength? left) => _keeping.Trimmed(left, _config.Log);

    /// <summary>The process is told to stop: a root that writes resigns first.</summary>
    public void Stop(Moment now)
    {
        if (_writing is null)
        {
            _shell.Stopped();
            return;
        }

        (_isStopping, _endAt) = (true, now.Steady + Farewell);
        if (!_writing.HasResigned) _writing.Resign(Writer.Anyone, now);
        StepDownWhenStored(now);
    }

    /// <summary>Time has passed.</summary>
    /// <param name="isBusOpen">There is a server at the other end now.</param>
    public void Wake(Moment now, bool isBusOpen)
    {
        if (now.Steady >= _endAt) Stopped();
        _absence.Wake(now);
        _candidacy.Wake(now);
        if (now.Steady >= _watch.LookAt) _watch.Look(now);
        _writing?.Wake(now, isBusOpen);
        _snapshots.Look(_writing, now);
        _archiving.Look(isActive: _writing is not null, now);
        _keeping.Look(_writing, now);
        _mails.Look(_writing, _config, now);
        _pushes.Look(_writing, _config, now);
    }

    /// <summary>This became of a mail.</summary>
    public void MailEnded(int number, MailResult result, Moment now) =>
        _mails.Ended(number, result, _writing, _config, now);

    /// <summary>This became of a message that was to be pushed.</summary>
    public void PushEnded(int number, PushResult result, Moment now) =>
        _pushes.Ended(number, result, _writing, _config, now);

    /// <summary>No input waits: what is open is closed.</summary>
    public void Rest(Moment now)
    {
        _writing?.Rest(now);
        StepDownWhenStored(now);
    }

    private void Moved(Moment now)
    {
        _watch.Heard();
        _candidacy.Moved(now);
        if (Network.Successor is not null) _watch.Look(now);
    }

    private void Write(Moment now)
    {
        _writing = new Writing(Network, _settings, _config.Secrets, _clock, _levels, _shell, _alarms, now)
        {
            Appended = _pushes.Appended,
        };
        _watch.Writes();
        _orders.Began(_writing, now);
        _proofs.Look(_config, isActive: true);
        _shell.TakeRequests(_writing.Writer.Epoch);
        _writing.Wake(now, isBusOpen: true);
        _shell.Ready("active", Network.Epoch, Network.Seq);
    }

    // What it decided is stored before anyone else may write; then it is a standby like any other, or ends.
    private void StepDownWhenStored(Moment now)
    {
        if (_writing is not { HasResigned: true, IsStored: true }) return;
        if (_isStopping)
        {
            if (_endAt is not null) Stopped();
            return;
        }

        _writing = null;
        _proofs.Look(_config, isActive: false);
        StopWriting();
    }

    private void Stopped()
    {
        _endAt = null;
        _shell.Stopped();
    }

    private void StopWriting() => _shell.StopWriting();
}
