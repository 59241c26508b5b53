using IrcNats.Events;
using IrcNats.Root.Config;
using IrcNats.Root.Core.Importing;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Root.Core;

/// <summary>
/// One term of an active root: requests in their turn as long as there is room for entries, its beat, its tick and its
/// digests, and how it resigns. Nothing else touches the writer.
/// </summary>
sealed class Writing : IRootPorts
{
    /// <summary>Entries under way to the log at a time; newer servers drop floods beyond some thousands.</summary>
    public const int Window = 2000;

    /// <summary>Requests that wait for room; one dropped here is sent again by its leaf.</summary>
    public const int MostWaiting = 65_536;

    /// <summary>Milliseconds between two beats, and between two ticks.</summary>
    public const long BeatEvery = 500, TickEvery = 100;

    /// <summary>
    /// Milliseconds between two entries, unless one is full: what comes sooner shares the next entry. An idle network
    /// waits for nothing. A busy one pays the log, its acknowledgement, the broadcast and every replica's wake-up once
    /// for several requests.
    /// </summary>
    public const long GatherFor = 2;

    private readonly RootSettings _settings;
    private readonly RootClock _clock;
    private readonly LevelRaising _levels;
    private readonly IRootShell _shell;
    private readonly IRootAlarms _alarms;
    private readonly Queue<(Request Request, string ReplyTo)> _waiting = [];
    private ulong _appended, _stored, _storedABeatAgo, _marked;
    private long _ownedAt = long.MinValue, _beatAt, _tickAt, _markAt, _gatherUntil;
    private (string To, OperActed Note)? _successor;
    private bool _isConfirming;

    /// <summary>Begins behind what the network has, all of which is stored.</summary>
    public Writing(
        Network network, RootSettings settings, RootSecrets secrets, RootClock clock, LevelRaising levels,
        IRootShell shell, IRootAlarms alarms, Moment now)
    {
        (_settings, _clock, _levels, _shell, _alarms) = (settings, clock, levels, shell, alarms);
        Writer = new Writer(network, this, secrets);
        _appended = _stored = _storedABeatAgo = network.Seq;
        (_beatAt, _tickAt, _markAt) = (now.Steady, now.Steady + TickEvery, now.Steady + settings.DigestEvery);
    }

    public Writer Writer { get; }

    /// <summary>Told of each entry that is appended.</summary>
    public Action<ulong, Entry>? Appended { get; init; }

    /// <summary>It has written its last entry.</summary>
    public bool HasResigned { get; private set; }

    /// <summary>An operator ordered it to hand over, and it will.</summary>
    public bool IsResigning => HasResigned || _successor is not null;

    /// <summary>The log has all that was decided.</summary>
    public bool IsStored => _stored >= Writer.Decided;

    /// <summary>The last sequence known to be stored.</summary>
    public ulong Stored => _stored;

    /// <summary>When <see cref="Wake"/> has something to do.</summary>
    public long WakeAt => HasResigned
        ? long.MaxValue
        : Math.Min(Math.Min(_beatAt, _tickAt), Math.Min(_markAt, Writer.HasOpenEntry ? _gatherUntil : long.MaxValue));

    // The open entry is not under way yet: whatever comes can join it.
    private bool HasRoom => _appended < _stored + Window;

    /// <summary>A leaf's request; it waits if there is no room for what would come of it.</summary>
    public void Requested(Request request, string replyTo, Moment now)
    {
        if (HasResigned) return;
        if (_waiting.Count == 0 && HasRoom) Take(request, replyTo, now);
        else if (_waiting.Count < MostWaiting) Await(request, replyTo);
    }

    /// <summary>The log has all entries up to this one, and was certainly this root's at that time.</summary>
    public void Acknowledged(ulong stored, long ownedAt, Moment now)
    {
        _ownedAt = Math.Max(_ownedAt, ownedAt);
        if (stored <= _stored) return;
        _stored = stored;
        if (HasResigned) return;
        Writer.Look(_clock.Read(now));
        if (_waiting.Count == 0) return;
        while (HasRoom && _waiting.TryDequeue(out var next)) Take(next.Request, next.ReplyTo, now);
        AwaitRoom();
    }

    /// <summary>The log answered whether it is still this root's: it was at that time.</summary>
    public void Confirmed(long ownedAt, Moment now)
    {
        (_isConfirming, _ownedAt) = (false, Math.Max(_ownedAt, ownedAt));
        if (!HasResigned) Writer.Look(_clock.Read(now));
    }

    /// <summary>The configuration file was read again.</summary>
    public void Reconfigured(LoadedConfig config, Moment now)
    {
        if (HasResigned) return;
        Writer.Secrets = config.Secrets;
        Writer.Reconfigure(config.Public, _clock.Read(now));
    }

    /// <summary>The bus was away and is back.</summary>
    public void Reconnected(Moment now) => Writer.Reconnected(_clock.Read(now));

    /// <summary>The lowest level of all roots is this.</summary>
    public void RaiseTo(int lowest, Moment now)
    {
        if (!HasResigned && Writer.Raise(lowest, _clock.Read(now))) _alarms.Raised(Writer.Network.Level);
    }

    /// <summary>Everything up to there is archived.</summary>
    /// <returns>Why that is not logged; null: it is, or was before.</returns>
    public string? Archived(Mark upTo, Moment now) =>
        HasRoom ? Writer.Archived(upTo, _clock.Read(now)) : "the log takes nothing at the moment";

    /// <summary>Takes a batch of what another network had, and closes the entry.</summary>
    /// <param name="told">What came of it (<see cref="ImportTold"/>).</param>
    /// <returns>Why nothing is taken; null: it is.</returns>
    public string? Import(string box, Moment now, out string told)
    {
        told = "";
        if (!HasRoom) return "the log takes nothing at the moment";
        if (Writer.Network.Level < Levels.OfImports)
            return $"the network is at level {Writer.Network.Level}, and imports need {Levels.OfImports}";
        if (ImportBatch.Open(box, Writer.Secrets.Key) is not { } batch)
            return "this was sealed under another network.secret-file than this root has";
        told = Writer.Import(batch, _clock.Read(now)).ToText();
        Writer.Flush();
        return null;
    }

    /// <summary>Logs something of this root's or an operator's own; not if there is no room for entries.</summary>
    public void Log(Event happened, Moment now)
    {
        if (!HasResigned && HasRoom) Writer.Log(happened, _clock.Read(now));
    }

    /// <summary>Hands over to another root, or to the quickest, behind the requests that wait. Who ordered it is noted.
    /// </summary>
    public void HandOver(string to, OperActed note) => _successor = (to, note);

    /// <summary>Time has passed. While the bus is away no leaf is heard, and none is lost.</summary>
    public void Wake(Moment now, bool isBusOpen)
    {
        if (HasResigned) return;
        if (now.Steady >= _beatAt) Beat(now);
        if (now.Steady >= _tickAt) Tick(now, isBusOpen);
        if (now.Steady >= _markAt) Mark(now);
        if (now.Steady >= _gatherUntil) Writer.Flush();
    }

    /// <summary>
    /// No input waits: the open entry is closed, unless more is gathered for it, and a hand-over that was ordered is
    /// carried out.
    /// </summary>
    public void Rest(Moment now)
    {
        if (HasResigned) return;
        if (now.Steady >= _gatherUntil || _successor is not null) Writer.Flush();
        if (_successor is var (to, note) && _waiting.Count == 0) Resign(to, now, note);
    }

    /// <summary>Appends the open entry, though more might be gathered for it.</summary>
    public void Close()
    {
        if (!HasResigned) Writer.Flush();
    }

    /// <summary>Writes the last entry of this term: this node takes over.</summary>
    /// <param name="note">Who ordered it; null: nobody did.</param>
    public void Resign(string to, Moment now, OperActed? note = null)
    {
        Writer.Resign(to, _clock.Read(now), note);
        HasResigned = true;
        _waiting.Clear();
        _shell.WhenStored(Writer.Decided);
    }

    void IRootPorts.Append(ulong seq, Entry entry)
    {
        (_appended, _gatherUntil) = (seq, _shell.Steady + GatherFor);
        _shell.Append(seq, entry);
        Rereading.Look(entry, _shell);
        Appended?.Invoke(seq, entry);
    }

    void IRootPorts.Reply(string to, Reply reply) => _shell.Reply(to, reply);

    void IRootPorts.Faulted(Request request, Exception fault) => _alarms.Faulted(request, fault);

    void IRootPorts.GivenUp(Request request) => _alarms.GivenUp(request);

    void IRootPorts.Outdated(Request request, int level) => _alarms.Outdated(request, level);

    void IRootPorts.WhenStored(ulong seq) => _shell.WhenStored(seq);

    long IRootPorts.Steady => _shell.Steady;

    long IRootPorts.OwnedAt => _ownedAt;

    /// <summary>Asks the log whether it is still this root's, one question at a time.</summary>
    public void Confirm()
    {
        if (_isConfirming) return;
        _isConfirming = true;
        _shell.Confirm();
    }

    private void Take(Request request, string replyTo, Moment now)
    {
        Writer.Take(request, replyTo, _clock.Read(now));
        _shell.Took();
    }

    private void Await(Request request, string replyTo)
    {
        _waiting.Enqueue((request, replyTo));
        if (_waiting.Count > 1) return;
        Writer.Flush();
        AwaitRoom();
    }

    private void AwaitRoom()
    {
        if (_waiting.Count > 0) _shell.WhenStored(_appended - Window + 1);
    }

    // Names the sequence that was stored a beat ago: what its reader has not got by now was lost on the way.
    private void Beat(Moment now)
    {
        _beatAt = Next(_beatAt, BeatEvery, now);
        _shell.Beat(new Beat(
            Payload.FormatVersion, Writer.Epoch, _settings.Name, _storedABeatAgo, _clock.Read(now)));
        _storedABeatAgo = _stored;
    }

    private void Tick(Moment now, bool isBusOpen)
    {
        _tickAt = Next(_tickAt, TickEvery, now);
        long time = _clock.Read(now);
        // Requests that wait for room say that their leaves are there: they come first.
        if (isBusOpen && _waiting.Count == 0 && HasRoom) Writer.Tick(time);
        _levels.Look(Writer, now);
        _clock.Look(now);
    }

    private void Mark(Moment now)
    {
        _markAt = Next(_markAt, _settings.DigestEvery, now);
        if (Writer.Network.Seq <= _marked) return;
        Writer.Mark(_clock.Read(now));
        _marked = Writer.Network.Seq;
    }

    // In step, so that nothing adds up; but what was missed is not made up for.
    private static long Next(long due, long every, Moment now) => Math.Max(due + every, now.Steady + every / 2);
}
