using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.Replication;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Leaf.Core;

/// <summary>
/// A leaf without sockets, bus or clock: sessions in, lines out. One loop owns it and feeds it what happens; every call
/// names the time, by a clock that nobody sets (SteadyClock): all durations are by it. What clients are told of time is
/// the network's (<see cref="Time"/>). It shows its sessions an event when the log brings it, and nothing earlier.
/// </summary>
public sealed partial class LeafCore
{
    /// <summary>With the root silent for so many milliseconds, reads are answered from what is known here.</summary>
    public const int RootQuietAfter = 1500;

    /// <summary>After so many milliseconds without a root, users are told that the network stands still.</summary>
    public const int FrozenAfter = 5000;

    private readonly string _leaf;
    private readonly ILeafPorts _ports;
    private readonly Requests _requests;
    private readonly HeardTime _time = new();
    private readonly LocalMembers _local = new();
    private readonly Watchers _watchers = new();
    private readonly Announcer _announcer;
    private readonly Dictionary<ulong, Session> _sessions = [];
    private readonly List<Session> _dirty = [];
    private readonly PriorityQueue<Reply, (ulong After, ulong Request)> _gated = new();
    private readonly PriorityQueue<Session, long> _throttled = new();
    private readonly Queue<Session> _starved = [];
    private ulong _lastSession, _batches;
    private long _now, _rootSeen, _swept;
    private bool _saidFrozen, _isLeaving;

    /// <param name="leaf">Name of this leaf; unique among those that run.</param>
    /// <param name="incarnation">Greater in every later process of this name: its start in Unix milliseconds.</param>
    /// <param name="saved">The snapshot to begin from; null for the beginning of the log.</param>
    public LeafCore(string leaf, ulong incarnation, ILeafPorts ports, NetworkSnapshot? saved = null)
    {
        _leaf = leaf;
        Incarnation = incarnation;
        _ports = ports;
        _requests = new Requests(leaf, ports);
        Network = saved is null ? new Network(_local) : Network.Load(saved, _local);
        _requests.Epoch = Network.Epoch;
        _announcer = new Announcer(this);
    }

    public ulong Incarnation { get; private set; }

    /// <summary>The replica; read it only from the loop that owns this core.</summary>
    public Network Network { get; private set; }

    public int Sessions => _sessions.Count;

    /// <summary>Bytes that wait for readers, of the session that has the most.</summary>
    public int Waiting => _sessions.Values.Select(s => s.Link.Waiting).DefaultIfEmpty().Max();

    /// <summary>Requests the root has not answered yet.</summary>
    public int Unanswered => _requests.Count;

    /// <summary>Sessions that wait for a proof.</summary>
    public int Proving => _sessions.Values.Count(s => s.Proof is not null);

    /// <summary>The root knows this process: clients may be let in.</summary>
    public bool IsUp { get; private set; }

    /// <summary>Nothing was heard of a root lately.</summary>
    public bool RootIsQuiet => _now - _rootSeen > RootQuietAfter;

    /// <summary>Nothing was heard of a root for so long that users have been told.</summary>
    public bool IsFrozen => _saidFrozen;

    /// <summary>
    /// The replica is not what the root has (own digest, the root's): an alarm, and it must be made anew from the log
    /// (<see cref="Reloaded"/>).
    /// </summary>
    public event Action<string, string>? Diverged;

    /// <summary>A gateway was refused: the address it came from, and why.</summary>
    public event Action<string, string>? GatewayRefused;

    /// <summary>
    /// An event of the entry named does not fit the replica, and why: it waits to be made anew from the log
    /// (<see cref="Reloaded"/>), and shows nothing until then.
    /// </summary>
    public event Action<ulong, string>? Spoilt;

    /// <summary>A replica that was wrong is made anew: what was wrong with it, line by line.</summary>
    public event Action<IReadOnlyList<string>>? Mended;

    /// <summary>This build is too old for the network, and why: it can follow no further, and must end.</summary>
    public event Action<string>? Outdated;

    /// <summary>Something of ours threw (what it was doing): it is contained, and nothing was changed.</summary>
    public event Action<string, Exception>? Faulted;

    /// <summary>Tells the root that this process began. Once, first of all.</summary>
    public void Start(long now)
    {
        // The clock may have been set back since an earlier process of this name began.
        if (Network.FindLeaf(_leaf) is { } before) Incarnation = Math.Max(Incarnation, before.Incarnation + 1);
        _requests.Incarnation = Incarnation;
        _requests.Send(new LeafUp(), null, _heard = _now = now);
    }

    /// <summary>A connection was made.</summary>
    /// <returns>Null when it was refused; it has been told why.</returns>
    public Session? Opened(ILink link, Peer peer, long now)
    {
        _now = now;
        TransportConfig config = Network.Config.Transport;
        bool secure = peer.Secure || AddressRange.AnyHas(config.SecureNets, peer.Address);
        Session session = new(++_lastSession, link, peer with { Secure = secure }, now);
        _sessions.Add(session.Number, session);
        if (config.InitialNotice is { } text) Say(session, text);
        // A gateway's connections count where its clients are.
        if (IsGateways(peer) || Settle(session)) return session;
        Forget(session);
        return null;
    }

    /// <summary>A session sent a line, or something that is none.</summary>
    public void Received(Session session, LineRead read, long now)
    {
        _now = now;
        session.LastHeard = now;
        session.PingedAt = null;
        if (session.Stage == Stage.Ended) return;
        session.Backlog.Enqueue(new Received(Unaliased(read), _barrier.Started));
        Advance(session);
    }

    private LineRead Unaliased(LineRead read)
    {
        foreach (CommandAlias alias in Network.Config.CommandAliases)
            if (read.Line is { } line && line.Command == alias.Alias)
                return read with { Line = line with { Command = alias.Command } };
        return read;
    }

    /// <summary>A connection is gone, whoever ended it.</summary>
    public void Disconnected(Session session, string reason, long now)
    {
        _now = now;
        End(session, reason);
        Forget(session);
    }

    /// <summary>
    /// This leaf stops: every session is told why, and the root is told of every session. Their users stay for the
    /// grace time.
    /// </summary>
    public void CloseAll(string reason, long now)
    {
        (_now, _isLeaving) = (now, true);
        foreach (Session session in _sessions.Values.ToArray()) GoAway(session, reason);
    }

    /// <summary>The same for so many of them.</summary>
    public void CloseSome(int most, string reason, long now)
    {
        (_now, _isLeaving) = (now, true);
        foreach (Session session in _sessions.Values.Where(s => s.Stage != Stage.Ended).Take(most).ToArray())
            GoAway(session, reason);
    }

    /// <summary>Everything that happened together has been fed in: what was written may go out.</summary>
    public void FlushDirty()
    {
        foreach (Session session in _dirty)
        {
            session.Dirty = false;
            session.Link.Flush();
        }

        _dirty.Clear();
    }

    /// <summary>The connection to the bus came or went.</summary>
    public void BusChanged(bool connected, long now)
    {
        _now = now;
        _requests.SetConnected(connected, now);
    }

    /// <summary>The active root says it lives.</summary>
    public void Beaten(Beat beat, long now)
    {
        _now = now;
        if (beat.Epoch >= Network.Epoch)
        {
            _rootSeen = now;
            _time.Said(beat.Time, now);
        }

        LookAtAge(_age.Beaten(Network, beat));
    }

    /// <summary>Time passes; call it some ten times a second.</summary>
    public void Tick(long now)
    {
        _now = now;
        while (_throttled.TryPeek(out Session? session, out long due) && due <= now)
        {
            _throttled.Dequeue();
            session.Throttled = false;
            Advance(session);
        }

        if (RootIsQuiet) WaitNoLonger();
        else _requests.ResendIfOld(now);
        TellOfFreeze();
        if (now - _swept < 1000) return;
        _swept = now;
        // The root counts on hearing of every leaf.
        if (_requests.Count == 0) _requests.Send(new Sync(), null, now);
        foreach (Session session in _sessions.Values.ToArray())
        {
            Sweep(session);
            SweepAnswers(session);
        }
    }

    internal void Contained(string what, Exception fault) => Faulted?.Invoke(what, fault);

    /// <summary>The time as of what is being fed in, for durations.</summary>
    internal long Now => _now;

    /// <summary>The network's time, Unix milliseconds.</summary>
    internal long Time => _time.At(_now);

    internal void Tell(Session session, Line line)
    {
        if (Suited(session, line) is { } suited) Tell(session, new Announcement(suited));
    }

    // Who does not know batches gets the lines of one alone.
    private static Line? Suited(Session session, Line line) =>
        session.Has(Capabilities.Batch) || (line.Command != "BATCH" && line.Tags.Count == 0) ? line
        : line.Command == "BATCH" ? null
        : line with { Tags = Tags.None };

    internal void Tell(Session session, Announcement what) =>
        Deliver(session, new Delivery(what, stamp: null, Time, Network.Config.ServerName));

    internal void Deliver(Session session, Delivery delivery, string? extraTag = null)
    {
        if (session.Response is { } response && !delivery.IsApart) response.Add(delivery, extraTag);
        else if (delivery.For(session.Capabilities, extraTag) is { } bytes) Write(session, bytes);
    }

    /// <summary>A name for a batch that the session has not seen.</summary>
    internal string NextBatch(Session session) => $"{session.Number:x}-{++_batches:x}";

    internal void Write(Session session, ReadOnlyMemory<byte> bytes)
    {
        if (session.Held is { } held)
        {
            held.Add((session.HeldUpTo, bytes));
            return;
        }

        session.Link.Write(bytes);
        if (session.Dirty) return;
        session.Dirty = true;
        _dirty.Add(session);
    }

    /// <summary>Ends a session from this side: the reason is its last line.</summary>
    internal void Drop(Session session, string reason) =>
        Drop(session, reason, new Line(null, "ERROR", reason) { Trailing = true });

    private void Drop(Session session, string reason, Line last, bool isSentAway = false)
    {
        if (session.Stage == Stage.Ended) return;
        Tell(session, last);
        FinishResponse(session);
        End(session, reason, isSentAway);
        CloseLink(session);
    }

    private void GoAway(Session session, string reason)
    {
        session.Link.GoingAway();
        // A WebSocket is closed with a code that says so. Web clients come back after that, but some not after ERROR.
        Line last = session.Peer.Door.HasFlag(Door.Web)
            ? new Line(null, "NOTICE", session.Called, reason)
            : new Line(null, "ERROR", reason);
        Drop(session, reason, last with { Trailing = true }, isSentAway: true);
    }

    internal static void CloseLink(Session session)
    {
        foreach ((_, ReadOnlyMemory<byte> bytes) in session.Held ?? []) session.Link.Write(bytes);
        session.Dirty |= session.Held is not null;
        session.Held = null;
        if (session.Dirty) session.Link.Flush();
        session.Link.Close();
    }

    // The root is told once; an answer on the way is no longer waited for.
    private void End(Session session, string reason, bool isSentAway = false)
    {
        Stage stage = session.Stage;
        if (stage == Stage.Ended) return;
        session.Stage = Stage.Ended;
        session.Backlog.Clear();
        session.Answers.Clear();
        session.Proof?.Wanted.End();
        session.Proof = null;
        // Who has not been welcomed has nothing to come back to.
        if (stage is Stage.Opening or Stage.Registered)
            _requests.Send(Ending(session.Number, reason, isSentAway && stage == Stage.Registered), session, _now);
    }

    private Ask Ending(ulong session, string reason, bool isSentAway)
    {
        SessionSentAway sentAway = new(session);
        return isSentAway && !IsTooNew(sentAway) ? sentAway : new SessionClosed(session, reason);
    }

    private void Forget(Session session)
    {
        if (!_sessions.Remove(session.Number)) return;
        _leaving.Remove(session);
        _watchers.Clear(session);
        Uncount(session);
    }

    // Once when it stands still and once when it goes on, whatever happens in between.
    private void TellOfFreeze()
    {
        bool frozen = _now - _rootSeen > FrozenAfter;
        if (frozen == _saidFrozen || !IsUp) return;
        _saidFrozen = frozen;
        string text = frozen
            ? "The network stands still for the moment. What you send is kept and delivered when it goes on"
            : "The network goes on";
        foreach (Session session in _sessions.Values.Where(s => s.Stage == Stage.Registered))
            Tell(session, new Line(null, "NOTICE", session.Called, text) { Trailing = true });
    }

    private void Sweep(Session session)
    {
        SessionConfig config = Network.Config.Session;
        long silent = _now - session.LastHeard;
        EndIfHungUpTooLong(session);
        // Not while its next line waits here: that is our delay.
        if (session.OpenBatch is { } batch && session.Backlog.Count == 0
            && _now - batch.Began > Network.Config.Limits.BatchTimeout)
            TimeOut(session, batch);
        if (session.Stage is Stage.Registering && _now - session.Began > config.RegistrationTimeout)
            Drop(session, "Registration timeout");
        else if (IsSilentForTooLong(session, silent, config))
            Drop(session, $"Ping timeout: {config.DisconnectAfter / 1000} seconds");
        else if (silent > config.PingAfter && session.PingedAt is null && session.Stage is Stage.Registered)
        {
            session.PingedAt = _now;
            Tell(session, new Line(null, "PING", Network.Config.ServerName));
        }
    }
    // After its PING it has all the time between the two to answer, however late the PING was.
    private bool IsSilentForTooLong(Session session, long silent, SessionConfig config) =>
        session.PingedAt is { } at
            ? _now - at > config.DisconnectAfter - config.PingAfter
            : silent > config.DisconnectAfter && session.Stage is Stage.Opening;
}
