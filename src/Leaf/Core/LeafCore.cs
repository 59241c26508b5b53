using IrcNats.Commands;
using IrcNats.Protocol;
using IrcNats.Replication;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Leaf.Core;

/// <summary>
/// A leaf without sockets, bus or clock: sessions in, lines out. One loop owns it and feeds it what happens. Every call
/// names the time, by a clock that nobody sets (SteadyClock): all durations are by it. Times that clients are told are
/// the network's. The leaf shows its sessions an event when the log brings it, and nothing earlier. This class puts the
/// units together, and gives each input to the unit whose it is.
/// </summary>
public sealed class LeafCore
{
    /// <summary>With the root silent for so many milliseconds, reads are answered from what is known here.</summary>
    public const int RootQuietAfter = 1500;

    /// <summary>After so many milliseconds without a root, users are told that the network stands still.</summary>
    public const int FrozenAfter = 5000;

    /// <summary>A reader with more bytes waiting is not told of typing.</summary>
    public const int TypingBound = Typing.Bound;

    private readonly LeafProcess _self;
    private readonly Replica _replica;
    private readonly Alarms _alarms = new();
    private readonly Requests _requests;
    private readonly Output _output;
    private readonly Sessions _sessions;
    private readonly Upkeep _upkeep;
    private readonly HangUps _hangUps;
    private readonly Budgets _budgets;
    private readonly Barrier _barrier;
    private readonly Typing _typing;
    private readonly Input _input;
    private readonly LongAnswers _longAnswers;
    private readonly Replies _replies;
    private readonly Arrivals _arrivals;
    private readonly NameLookups _lookups;
    private readonly Proofs _proofs;
    private readonly LineProofs _lineProofs;
    private readonly Sasl _sasl;
    private readonly HistoryReads _historyReads;
    private readonly Registration _registration;
    private readonly Beginning _beginning;
    private readonly Ages _ages;
    private readonly Announcing _announcing;
    private readonly Reloading _reloading;
    private readonly Standstill _standstill;
    private long _swept;

    /// <param name="leaf">Name of this leaf; unique among those that run.</param>
    /// <param name="incarnation">Greater in every later process of this name: its start in Unix milliseconds.</param>
    /// <param name="saved">The snapshot to begin from; null for the beginning of the log.</param>
    public LeafCore(string leaf, ulong incarnation, ILeafPorts ports, NetworkSnapshot? saved = null)
    {
        NextLine next = new();
        Watchers watchers = new();
        _self = new LeafProcess(leaf, incarnation);
        _replica = new Replica(saved);
        _requests = new Requests(leaf, Network.Epoch, ports);
        _ages = new Ages(_replica, _alarms);
        Contact contact = new(_self, _replica);
        _output = new Output(_replica);
        DueTimes due = new(_replica);
        SessionLimits limits = new(_replica);
        Origins origins = new(_replica, limits);
        _proofs = new Proofs(_replica, ports);
        _sessions = new Sessions(_self, _replica, _output, _requests, _proofs, origins, watchers, due);
        _hangUps = new HangUps(_replica, _sessions, due);
        Users users = new(_self, _replica, _sessions, _output);

        _budgets = new Budgets(_replica, limits, next);
        _barrier = new Barrier(_replica, _requests, next);
        RootLines rootLines = new(_replica, _output, _requests, next);
        Batches batches = new(_replica, _output, _barrier, _budgets, rootLines, due);
        _typing = new Typing(_replica, rootLines);
        _upkeep = new Upkeep(_replica, _output, _sessions, due, batches);
        _longAnswers = new LongAnswers(_replica, _output, _sessions, next, _alarms);
        AnswerOrder order = new(_output, _longAnswers, next);

        _lookups = new NameLookups(_replica, _output, ports);
        _lineProofs = new LineProofs(_replica, _output, _proofs, rootLines, next);
        _sasl = new Sasl(_replica, _output, _proofs, rootLines, next);
        EarlyAccounts early = new(_replica, _output, _proofs, _requests, _sasl, next);
        _arrivals = new Arrivals(_replica, _output, _sessions, origins, _lookups, _alarms);
        CapCommand cap = new(_replica, _output);
        MetadataSession metadata = new(_replica, _output, _longAnswers);

        RecentMessages memory = new();
        Recording recording = new(_replica, memory);
        HistoryAccess access = new(_replica);
        _historyReads = new HistoryReads(_replica, memory, _output, _sessions, ports, next, _alarms);
        ActiveTargets targets = new(_replica, _output, _longAnswers, memory, access, _historyReads);
        Playback playback = new(_output, _longAnswers, access, _historyReads);
        PlaybackMessage playbackMessage = new(_replica, _output, access, playback);
        JoinNews joinNews = new(_replica, _output, _longAnswers, access, memory, _historyReads, playback);

        SessionCommands commands = new(_output,
        [
            cap, metadata, batches, new AuthenticateCommand(_output, _sasl), new AwayCommand(_output),
            new IsupportCommand(_replica, _output), new NickCommand(_replica, _output), new PassCommand(),
            new MonitorCommand(_replica, _output, _longAnswers, watchers), new PingCommand(_replica, _output),
            new PongCommand(), new QuitCommand(_replica, _sessions), new ResumeCommand(_output, users),
            new UserCommand(_replica, _output), new WebIrcCommand(_replica, _arrivals),
            new ChathistoryCommand(_replica, _output, _longAnswers, access, _historyReads, targets),
            new HistoryCommand(_replica, _output, access, playback), new ReadMarkers(_replica, _output),
            playbackMessage, new ZncCommand(playbackMessage, _output), early, new EarlyVerifyCommand(early),
            new HistservCommand(_replica, _output, _longAnswers, _historyReads, rootLines),
            .. BanListCommand.All(_replica, _output, _longAnswers, ports),
            new FilterReadsCommand(_replica, _output, _longAnswers),
        ]);
        LocalAnswers answers = new(_replica, _output, _longAnswers, commands, _alarms);
        _registration = new Registration(
            _replica, _output, _sessions, _requests, rootLines, _arrivals, _lookups, _proofs, answers, _sasl, early,
            ports, next);
        _replies = new Replies(
            _self, _replica, _requests, contact, _sessions, rootLines, order, _registration, _barrier, _output);
        _beginning = new Beginning(_self, _replica, _requests, contact, _replies);
        _standstill = new Standstill(_replica, _sessions, _replies, _output);
        _input = new Input(
            _replica, _output, _sessions, _barrier, _budgets, rootLines, batches, _typing, _lineProofs, _registration,
            answers, commands, _hangUps, _standstill, _alarms);
        next.Wanted = _input.Advance;

        ConfigNews configNews = new(_replica, _output, _sessions, cap, due);
        Announcer announcer = new(
            _replica, _output, _sessions, users, watchers, _typing, _longAnswers, metadata, recording, joinNews,
            new ErasureNews(_output), configNews, _ages, _replies, next, _alarms);
        _announcing = new Announcing(_replica, announcer, _requests, _replies, _ages, _alarms);
        Comeback comeback = new(_self, _replica, _sessions, _requests, rootLines, _replies, _registration);
        MissedNews missedNews = new(_replica, _output, _longAnswers, metadata);
        _reloading = new Reloading(
            _self, _replica, _output, _sessions, users, _requests, contact, _ages, comeback, missedNews, _longAnswers,
            order, configNews, _replies, watchers, recording, next, _alarms);
    }

    public ulong Incarnation => _self.Incarnation;

    /// <summary>The replica; read it only from the loop that owns this core.</summary>
    public Network Network => _replica.Network;

    public int Sessions => _sessions.Count;

    internal IEnumerable<Session> All => _sessions.All;

    /// <summary>Requests the root has not answered yet.</summary>
    public int Unanswered => _requests.Count;

    /// <summary>Sessions that wait for a proof.</summary>
    public int Proving => _proofs.Count;

    internal long Looks => _upkeep.Looks;

    /// <summary>The root knows this process: clients may be let in.</summary>
    public bool IsUp => _replies.IsUp;

    /// <summary>Nothing was heard of a root lately.</summary>
    public bool RootIsQuiet => _replica.RootIsQuiet;

    /// <summary>Nothing was heard of a root for so long that users have been told.</summary>
    public bool IsFrozen => _standstill.IsTold;

    /// <summary>Typing notifications that were dropped, from clients and on the way to them.</summary>
    public long TypingDropped => _typing.Dropped;

    /// <summary>A session's long answer can go on: call <see cref="Continue"/> when others had their turn.</summary>
    public bool HasTurns => _longAnswers.HasTurns;

    /// <summary>
    /// The replica is not what the root has (own digest, the root's): an alarm, and it must be made anew from the log
    /// (<see cref="Reloaded"/>).
    /// </summary>
    public event Action<string, string>? Diverged
    {
        add => _alarms.Diverged += value;
        remove => _alarms.Diverged -= value;
    }

    /// <summary>The root's build hashes other fields than this one: digests are not compared for now.</summary>
    public event Action? Incomparable
    {
        add => _alarms.Incomparable += value;
        remove => _alarms.Incomparable -= value;
    }

    /// <summary>A gateway was refused: the address it came from, and why.</summary>
    public event Action<string, string>? GatewayRefused
    {
        add => _alarms.GatewayRefused += value;
        remove => _alarms.GatewayRefused -= value;
    }

    /// <summary>
    /// An event of the entry named does not fit the replica, and why: it waits to be made anew from the log
    /// (<see cref="Reloaded"/>), and shows nothing until then.
    /// </summary>
    public event Action<ulong, string>? Spoilt
    {
        add => _alarms.Spoilt += value;
        remove => _alarms.Spoilt -= value;
    }

    /// <summary>A replica that was wrong is made anew: what was wrong with it, line by line.</summary>
    public event Action<IReadOnlyList<string>>? Mended
    {
        add => _alarms.Mended += value;
        remove => _alarms.Mended -= value;
    }

    /// <summary>This build is too old for the network, and why: it can follow no further, and must end.</summary>
    public event Action<string>? Outdated
    {
        add => _alarms.Outdated += value;
        remove => _alarms.Outdated -= value;
    }

    /// <summary>Something of ours threw (what it was doing): it is contained, and nothing was changed.</summary>
    public event Action<string, Exception>? Faulted
    {
        add => _alarms.Faulted += value;
        remove => _alarms.Faulted -= value;
    }

    /// <summary>Tells the root that this process began. Once, first of all.</summary>
    public void Start(long now)
    {
        _replica.Now = now;
        _beginning.Tell();
    }

    /// <summary>A connection was made.</summary>
    /// <returns>Null when it was refused; it has been told why.</returns>
    public Session? Opened(ILink link, Peer peer, long now)
    {
        _replica.Now = now;
        return _arrivals.Open(link, peer);
    }

    /// <summary>A session sent a line, or something that is none.</summary>
    public void Received(Session session, LineRead read, long now)
    {
        _replica.Now = now;
        _input.Take(session, read);
    }

    /// <summary>The client's side is closed: lines that still come were sent before.</summary>
    public void HungUp(Session session, long now)
    {
        _replica.Now = now;
        _hangUps.Note(session);
    }

    /// <summary>No line comes any more: the session ends, for that reason, when those that came are done.</summary>
    public void InputEnded(Session session, InputEnd end, long now)
    {
        _replica.Now = now;
        _hangUps.InputEnded(session, end);
    }

    /// <summary>A connection is gone, whoever ended it.</summary>
    public void Disconnected(Session session, string reason, long now)
    {
        _replica.Now = now;
        _sessions.End(session, Ending.Lost(reason));
    }

    /// <summary>
    /// This leaf stops: every session is told why, and the root is told of every session. Their users stay for the
    /// grace time.
    /// </summary>
    public void CloseAll(string reason, long now) => CloseSome(int.MaxValue, reason, now);

    /// <summary>The same for so many of them.</summary>
    public void CloseSome(int most, string reason, long now)
    {
        _replica.Now = now;
        _self.IsLeaving = true;
        foreach (Session session in _sessions.Live.Take(most).ToArray())
            _sessions.End(session, Ending.SentAway(reason));
    }

    /// <summary>The reader has taken what the link was to tell of (<see cref="ILink.TellWhenTaken"/>).</summary>
    public void Taken(Session session, long now)
    {
        // A client that takes what it is sent is there, even if its own lines wait.
        _replica.Now = session.LastHeard = now;
        _longAnswers.GiveTurn(session);
    }

    /// <summary>The next session that has a long answer gets its turn.</summary>
    public void Continue(long now)
    {
        _replica.Now = now;
        _longAnswers.Continue();
    }

    /// <summary>Somebody answered a lookup, or nobody did in time.</summary>
    public void LookedUp(Lookup lookup, Found found, long now)
    {
        _replica.Now = now;
        if (_sessions.Find(lookup.Session) is not { } session || !_lookups.Take(session, lookup, found)) return;
        _registration.Proceed(session);
        _hangUps.EndIfDone(session);
    }

    /// <summary>A proof was found, or none was in time.</summary>
    public void Proved(Wanted wanted, Proved proved, long now)
    {
        _replica.Now = now;
        Session? session = _sessions.Find(wanted.Session);
        if (_proofs.Finish(session, wanted, proved) is not { } proof) return;
        if (proof.Line?.Command == Sasl.Verb) _sasl.Proved(session!, proof, proved);
        else if (Registration.Needs(session!, proof)) _registration.Proved(session!, proof, proved);
        else _lineProofs.Proved(session!, proof, proved);
    }

    /// <summary>What was wanted of histories was found; null: it could not be read.</summary>
    public void HistoryFound(HistoryWanted wanted, HistoryFound? found, long now)
    {
        _replica.Now = now;
        if (_sessions.Find(wanted.Session) is { } session) _historyReads.Found(session, wanted, found);
    }

    /// <summary>The next entry of the log. Entries come without gaps; repairing them is the follower's work.</summary>
    public void Applied(ulong seq, Entry entry, long now)
    {
        _replica.Now = now;
        _announcing.Apply(seq, entry);
        _beginning.Look();
    }

    /// <summary>An entry that cannot be read; every replica passes over it.</summary>
    public void Skipped(ulong seq, long now)
    {
        _replica.Now = now;
        _announcing.Skip(seq);
    }

    /// <summary>The replica is what this says now, under sessions that are live.</summary>
    public void Reloaded(NetworkSnapshot saved, long now, ReloadReason why = ReloadReason.Behind)
    {
        _replica.Now = now;
        bool wasSpoilt = _announcing.IsSpoilt;
        _announcing.BeginAgain();
        _reloading.Begin(saved, why, wasSpoilt);
        _beginning.Look();
    }

    /// <summary>The root's answer to a request of ours, perhaps before the log brings what it depends on.</summary>
    public void Answered(Reply reply, long now)
    {
        _replica.Now = now;
        _replies.Take(reply);
    }

    /// <summary>The connection to the bus came or went.</summary>
    public void BusChanged(bool connected, long now)
    {
        _replica.Now = now;
        _requests.SetConnected(connected, now);
    }

    /// <summary>The active root says it lives.</summary>
    public void Beaten(Beat beat, long now)
    {
        _replica.Now = now;
        if (beat.Epoch >= Network.Epoch)
        {
            _replica.SawRoot();
            _replica.Said(beat.Time);
        }

        _ages.Beaten(beat);
    }

    /// <summary>Time passes; call it some ten times a second.</summary>
    public void Tick(long now)
    {
        _replica.Now = now;
        _budgets.Tick();
        if (RootIsQuiet)
        {
            _barrier.Release();
            _sessions.EndLeaving();
        }
        else _requests.ResendIfOld(now);
        _standstill.Tick();
        bool isTime = now - _swept >= DueTimes.Interval;
        if (isTime) _swept = now;
        // The root counts on hearing of every leaf.
        if (isTime && _beginning.IsTold && _requests.Count == 0) _requests.Send(new Sync(), null, now);
        _upkeep.Tick(isTime);
    }

    /// <summary>Everything that happened together has been fed in: what was written may go out.</summary>
    public void FlushDirty() => _output.Flush();
}
