using IrcNats.Events;
using IrcNats.History;
using IrcNats.Protocol;
using IrcNats.Replication;
using IrcNats.Rules;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Simulation.Tests;

/// <summary>
/// Sees every entry the moment it is stored, and works out in the plainest way what it must mean: no request is in the
/// log twice or out of its session's order, and these are the lines that each session must be shown because of it.
/// </summary>
sealed class Judge : IReplayWatch
{
    /// <summary>The judge remembers what the network was at every so many sequences.</summary>
    public const ulong KeptEvery = 8;

    private readonly SimCluster _cluster;
    private readonly TimeJudge _time;
    private readonly Dictionary<ulong, byte[]> _marks = [];
    private readonly Dictionary<SessionId, Visit> _visits = [];
    private readonly Dictionary<(string Leaf, ulong Incarnation, ulong Request), ulong> _done = [];
    private readonly Dictionary<SessionId, ulong> _newest = [];
    private readonly ExpectedLines _expected;
    private readonly Dictionary<(string Leaf, ulong Incarnation, ulong Request), HashSet<ulong>> _triedAlone = [];
    private readonly Dictionary<(string Leaf, ulong Incarnation, ulong Request), int> _killed = [];
    private readonly List<byte[]> _log = [];
    private readonly Dictionary<ulong, List<byte[]>> _former = [];
    private readonly List<(ulong Seq, Origin Origin)> _origins = [];
    private readonly HashSet<ulong> _epochs = [];
    private ulong _seq;

    public Judge(SimCluster cluster)
    {
        _cluster = cluster;
        _expected = new ExpectedLines(this);
        _time = new TimeJudge();
    }

    /// <summary>The network as the log has it.</summary>
    public Network Network { get; private set; } = new();

    /// <summary>
    /// Requests that were refused because two roots ended while they decided them, but for another reason.
    /// </summary>
    public int Innocent { get; private set; }

    /// <summary>Requests that were refused because roots ended by them.</summary>
    public int Guilty { get; private set; }

    /// <summary>Of all elections, also those in a log that went back.</summary>
    public ulong GreatestEpoch => _epochs.DefaultIfEmpty().Max();

    public int Elections => _epochs.Count;

    /// <summary>Users that came back with their token.</summary>
    public int Resumed { get; private set; }

    /// <summary>Connections that became further ones of a user, and users who stayed without any.</summary>
    public int Attached { get; private set; }
    public int Detached { get; private set; }

    /// <summary>When the newest root was elected.</summary>
    public long ElectedAt { get; private set; }

    /// <summary>Leaves that counted as lost.</summary>
    public int LeavesLost { get; private set; }

    /// <summary>Somebody set the clock of a process's machine; it is wrong by so much since then.</summary>
    public void ClockIsSet(string node, long error) => _time.ClockIsSet(node, error);

    public void Watch(Visit visit) => _visits.Add(visit.Id, visit);

    public Visit? FindVisit(SessionId session) => _visits.GetValueOrDefault(session);

    /// <summary>An entry of that node was stored.</summary>
    public void Stored(string node, ulong seq, byte[] bytes)
    {
        Entry entry = SimCluster.Decode<Entry>(bytes);
        _log.Add(bytes);
        _seq = seq;
        Allow(node, entry);
        if (Replay.Counts(Network, entry)) _time.Stored(node, entry, _cluster.Time.Now);
        Replay.Apply(Network, seq, entry, this);
        if (seq % KeptEvery == 0) _marks[seq] = Codec.Encode(Network.Save());
    }

    // The writer is the root of its epoch, and has not resigned. (An entry of another epoch counts nowhere.)
    private void Allow(string node, Entry entry)
    {
        if (entry.Outcomes is [{ Events: [RootElected elected, ..] }, ..])
        {
            if (!_epochs.Add(elected.Epoch))
                throw new Violation($"{node} is elected in epoch {elected.Epoch}, which has been");
        }
        else if (entry.Epoch == Network.Epoch && Network.InterruptedAt is null)
        {
            if (node != Network.RootNode) throw new Violation($"{node} writes in the epoch of {Network.RootNode}");
            if (Network.Successor is not null) throw new Violation($"{node} writes after it resigned");
        }
    }

    /// <summary>
    /// What came after that sequence is gone. Clients that were shown it were shown it; nobody else needs to be. What
    /// was asked may be asked again.
    /// </summary>
    public void WentBack(ulong last)
    {
        foreach (ulong seq in _marks.Keys.Where(s => s > last).ToArray())
        {
            if (!_former.TryGetValue(seq, out var former)) _former[seq] = former = [];
            former.Add(_marks[seq]);
            _marks.Remove(seq);
        }

        _cluster.Archive?.WentBack(last);
        _log.RemoveRange((int)last, _log.Count - (int)last);
        ulong mark = _marks.Keys.DefaultIfEmpty().Max();
        Network = mark == 0 ? new Network() : Network.Load(Codec.DecodeSnapshot(_marks[mark]));
        for (ulong seq = mark + 1; seq <= last; seq++)
            Replay.Apply(Network, seq, SimCluster.Decode<Entry>(_log[(int)seq - 1]));
        _origins.RemoveAll(o => o.Seq > last);
        _done.Clear();
        _newest.Clear();
        foreach (var (seq, origin) in _origins)
        {
            _done[Key(origin)] = seq;
            _newest[origin.SessionId] = origin.Request;
        }

        _killed.Clear();
        _time.Forget();
        foreach (Visit visit in _visits.Values) visit.WentBack(last);
    }

    /// <summary>Compares a replica at a sequence that the judge remembers.</summary>
    public void Compare(string node, Network network, bool isFinal = true)
    {
        byte[] replica = Codec.Encode(network.Save());
        IEnumerable<byte[]> possible = isFinal ? [] : _former.GetValueOrDefault(network.Seq) ?? [];
        if (network.Seq == Network.Seq) possible = possible.Append(Codec.Encode(Network.Save()));
        else if (_marks.TryGetValue(network.Seq, out byte[]? mark)) possible = possible.Append(mark);
        if (!possible.Any(p => p.AsSpan().SequenceEqual(replica) || (!network.HoldsAccounts && IsSame(p, replica))))
            throw new Violation($"{node} is not what the log makes of sequence {network.Seq}");
    }

    // Leaves hold no accounts.
    private static bool IsSame(byte[] all, byte[] ofLeaf) =>
        Codec.Encode(Codec.DecodeSnapshot(all).WithoutAccounts()).AsSpan().SequenceEqual(ofLeaf);

    /// <summary>
    /// A request ended a root. That may happen to one request while it is not suspected, while it is tried with others,
    /// and twice while it is tried alone.
    /// </summary>
    public void Killed(Request request)
    {
        var key = (request.Leaf, request.Incarnation, request.Number);
        int roots = _killed[key] = _killed.GetValueOrDefault(key) + 1;
        if (roots > 4) throw new Violation($"request {request.Number} of {request.Leaf} has killed {roots} roots");
    }

    void IReplayWatch.Begin(Outcome outcome)
    {
        _expected.Origin = outcome.Origin?.SessionId;
        if (outcome.Origin is not { } origin) return;
        if (!_done.TryAdd((origin.Leaf, origin.Incarnation, origin.Request), _seq))
            throw new Violation($"{Name(origin)} is twice in the log: in {_done[Key(origin)]} and {_seq}");
        // The roots may find out later that this request ended roots: then it came to nothing.
        bool isGivenUp = outcome.Events is [RequestGivenUp];
        if (!isGivenUp && origin.Request < _newest.GetValueOrDefault(origin.SessionId))
            throw new Violation($"{Name(origin)} is in the log behind request {_newest[origin.SessionId]}");
        if (!isGivenUp) _newest[origin.SessionId] = origin.Request;
        _origins.Add((_seq, origin));
        if (origin.Label is { } label) FindVisit(origin.SessionId)?.Happened(_seq, label, outcome.Replies);
    }

    void IReplayWatch.Before(in Stamp stamp, Event happened)
    {
        if (Text(happened) is { } text && _expected.Origin is { } origin) FindVisit(origin)?.Said(_seq, text);
        Note(stamp, happened);
        if (_cluster.Archive is { } archive)
        {
            archive.Kept(Recorder.Kept(Network, stamp, happened));
            if (HistoryErasure.In(Network, happened)?.Message is var (target, message))
                archive.Redacted(target, message);
        }

        _expected.At = stamp;
        happened.Announce(Network, _expected);
    }

    void IReplayWatch.After(in Stamp stamp, Event happened)
    {
        if (happened is SessionDetached { User: var user } && Network.FindUser(user)!.Sessions.Count == 0) Detached++;
        if (happened is not SessionAttached attached) return;
        Attached++;
        if (FindVisit(attached.Session.Id) is { } visit) _expected.Greet(visit, attached);
    }

    void IReplayWatch.End(Outcome outcome) { }

    private void Note(in Stamp stamp, Event happened)
    {
        if (happened is UserResumed) Resumed++;
        else if (happened is UserQuit quit) MustHaveNoOther(quit);
        else if (happened is LeafLost) LeavesLost++;
        else if (happened is UsersSplit split && _expected.Origin is null) MustBeOver(stamp, split);
        else if (happened is RootElected) ElectedAt = _cluster.Time.Now;
        else if (happened is RequestsTried tried && tried.First == tried.Last)
        {
            var key = (tried.Leaf, tried.Incarnation, tried.First);
            if (!_triedAlone.TryGetValue(key, out var epochs)) _triedAlone[key] = epochs = [];
            epochs.Add(stamp.Epoch);
        }
        else if (happened is RequestGivenUp up)
        {
            var key = (up.Leaf, up.Incarnation, up.Number);
            if (_triedAlone.GetValueOrDefault(key) is not { Count: >= 2 })
                throw new Violation($"{up.Verb}, request {up.Number} of {up.Leaf}, is refused but was not tried twice");
            if (_killed.ContainsKey(key)) Guilty++;
            else Innocent++;
        }
    }

    // A client that its leaf sent away may come back for the grace time.
    private void MustBeOver(in Stamp stamp, UsersSplit split)
    {
        foreach (User user in split.Users.Select(id => Network.FindUser(id)!))
        {
            if (SessionRules.IsAlwaysOn(Network, user)) throw new Violation($"{user.Nick} is quit, but always on");
            foreach (UserSession session in user.Sessions)
                if (stamp.Time - session.SentAwayAt <= Network.Config.LeafLoss.Grace)
                    throw new Violation(
                        $"{user.Nick} is quit {stamp.Time - session.SentAwayAt} ms after being sent away");
        }
    }

    // A user whose client went quits only with the last one. Operators and filters kill all of them.
    private void MustHaveNoOther(UserQuit quit)
    {
        User user = Network.FindUser(quit.User)!;
        if (quit.KilledBy is not null || _expected.Origin is not { } origin || !user.Has(origin)) return;
        if (user.Sessions.FirstOrDefault(s => s.Id != origin && Network.IsHeard(s)) is { } other)
            throw new Violation($"{user.Nick} quits with one client, and has another: {other.Id}");
    }

    private static string? Text(Event happened) =>
        (happened as ChannelMessage)?.Text ?? (happened as DirectMessage)?.Text;

    private static (string, ulong, ulong) Key(Origin origin) => (origin.Leaf, origin.Incarnation, origin.Request);

    private static string Name(Origin origin) => $"request {origin.Request} of {origin.SessionId}";
}
