using IrcNats.Events;
using IrcNats.Hosting;
using IrcNats.Leaf.Core;
using IrcNats.Ports;
using IrcNats.Replication;
using IrcNats.State;
using IrcNats.Wire;
using Microsoft.Extensions.Logging.Abstractions;

namespace IrcNats.Simulation.Tests;

/// <summary>A leaf's process: the real core, begun from a snapshot and fed by a follower.</summary>
sealed partial class SimLeaf : SimNode, ILeafPorts, ILogSink
{
    private const string Farewell = "Server shutting down";

    private readonly SimConnection _requests, _casts;
    private readonly SimLogStream _stream;
    private readonly LogFollower _follower;
    private readonly SteadyClock _clock;
    private readonly List<SimLink> _links = [];
    private readonly Dictionary<ulong, (ulong Epoch, long ElectedAt, long Asked)> _asked = [];
    private ulong _sessions;
    private int _tokens;
    private long _wasQuietAt;
    private bool _isLeaving, _diverged;

    public SimLeaf(SimCluster cluster, string name) : base(cluster, name)
    {
        (_requests, _casts) = (new SimConnection(cluster), new SimConnection(cluster));
        NetworkSnapshot? saved = cluster.LoadSnapshot();
        _clock = new SteadyClock(Clock);
        Core = new LeafCore(name, (ulong)Wall, this, saved);
        _stream = new SimLogStream(cluster, this, _casts);
        _follower = new LogFollower(
            _stream, _stream.LoadSnapshotAsync, Grounds.Of(saved), this, Clock, NullLogger.Instance);
        Core.Diverged += (own, root) =>
        {
            _diverged = true;
            Cluster.Diverged(this, own, root);
            _follower.Rebuild();
        };
        // The core contains what throws while it shows something, and that is where violations are found.
        Core.Faulted += (what, fault) =>
            Time.Failure ??= fault as Violation ?? new Violation($"{name}: {what} threw: {fault}");
        Core.Spoilt += (seq, _) => _follower.Rebuild(seq);
        _requests.Changed += open => Post(() => Do(() => Core.BusChanged(open, Now)));
        Core.BusChanged(connected: true, Now);
        Post(() => Begin(FollowAsync));
        Every(100, () => Do(Tick));
    }

    public override IReadOnlyList<SimConnection> Connections => [_requests, _casts];

    private long Now => Cluster.Broken == BrokenRule.TrustsTheClock ? Wall : _clock.Now;

    public LeafCore Core { get; }

    /// <summary>Whether it knew of no root at some time since: then questions did not wait for one.</summary>
    public bool IsOrWasQuiet(long since) => Core.RootIsQuiet || _wasQuietAt >= since;

    public bool IsReady => IsRunning && Core.IsUp && !_isLeaving;

    /// <summary>Makes a connection; its session is null when it was refused.</summary>
    public SimLink Open(Action<string> received, Action closed)
    {
        SimLink link = new(this, received, closed);
        _links.Add(link);
        link.Id = new SessionId(Name, Core.Incarnation, ++_sessions);
        link.Session = Core.Opened(link, new Peer("127.0.0.1", "127.0.0.1", false), Now);
        return link;
    }

    /// <summary>A connection ended, whoever ended it.</summary>
    public void Ended(SimLink link, string reason)
    {
        if (!_links.Remove(link) || link.Session is not { } session) return;
        Do(() => Core.Disconnected(session, reason, Now));
    }

    /// <summary>The client hung up: what it sent before is done first.</summary>
    public void HungUp(SimLink link, InputEnd end)
    {
        if (link.Session is { } session) Do(() => Core.InputEnded(session, end, Now));
        else Ended(link, end.Reason);
    }

    public void Received(SimLink link, byte[] bytes)
    {
        Do(() => link.Read(bytes, Core, Now));
        if (Core.RootIsQuiet) _wasQuietAt = Time.Now;
    }

    public void Cast(ulong seq, byte[] bytes) => _stream.Cast(seq, bytes);

    public void Answer(byte[] bytes) => _requests.Down(() => Post(() => Do(() =>
    {
        Reply reply = SimCluster.Decode<Reply>(bytes);
        if (Cluster.Broken != BrokenRule.NeverDoubtsTheLog) _follower.Heard(reply);
        Answered(reply);
    })));

    // A root that was replaced may say what it has done, but not what there is: not to a question asked since.
    private void Answered(Reply reply)
    {
        int before = Core.Unanswered;
        Core.Answered(reply, Now);
        if (Core.Unanswered == before || reply.Kind is ReplyKind.InLog) return;
        (ulong epoch, long electedAt, long asked) = _asked[reply.Request];
        // The log may have lost the other root's election since.
        if (reply.Epoch < epoch && epoch <= Cluster.Judge.Network.Epoch && asked > electedAt)
            throw new Violation($"{Name} was answered by a root that had been replaced {asked - electedAt} ms before");
    }

    public void Beat(Beat beat) => _requests.Down(() => Post(() => Do(() =>
    {
        Core.Beaten(beat, Now);
        if (Cluster.Broken == BrokenRule.NeverDoubtsTheLog) _follower.Reaches(beat.Seq);
        else _follower.Heard(beat);
    })));

    public override void Die()
    {
        base.Die();
        foreach (SimLink link in _links) link.Broke();
    }

    string ILeafPorts.NewToken() => $"{Name}-{Core.Incarnation}-{++_tokens}";

    void ILeafPorts.Send(Request request)
    {
        byte[] bytes = Codec.Encode(AsOfItsBuild(request));
        _asked.TryAdd(request.Number, (Cluster.Judge.Network.Epoch, Cluster.Judge.ElectedAt, Time.Now));
        for (int copies = Cluster.Happens(Cluster.Faults.Double) ? 2 : 1; copies > 0; copies--)
            if (!Cluster.Happens(Cluster.Faults.LoseRequest)) _requests.Up(() => Cluster.SpreadRequest(bytes, Name));
    }

    // Where roots forget, leaves are of a build that does not say for which root a copy is. Other leaves send to the
    // next root only what the log has not answered, so that its memory hardly matters.
    private Request AsOfItsBuild(Request request) =>
        Cluster.Broken == BrokenRule.NoMemory ? request with { Epoch = null } : request;

    private void Tick()
    {
        Core.Tick(Now);
        if (Core.RootIsQuiet) _wasQuietAt = Time.Now;
    }

    private async Task FollowAsync()
    {
        await _follower.StartAsync(CancellationToken.None);
        Do(() => Core.Start(Now));
        await _follower.Completion;
    }

    ValueTask ILogSink.EntryAsync(ulong seq, Entry entry)
    {
        if (!IsTampered && Cluster.Happens(Cluster.Faults.Tamper)) entry = Tampered(entry);
        bool marks = entry.Outcomes is [{ Events: [DigestMarked] }] && Replay.Counts(Core.Network, entry);
        _diverged = false;
        Do(() => Core.Applied(seq, entry, Now));
        // What it was made to miss may have become of no importance.
        if (marks && !_diverged) IsTampered = false;
        Cluster.Compare(this, Core.Network);
        return ValueTask.CompletedTask;
    }

    ValueTask ILogSink.SkippedAsync(ulong seq, string why)
    {
        Do(() => Core.Skipped(seq, Now));
        return ValueTask.CompletedTask;
    }

    // What its clients are told then is not what happens, but where they are.
    ValueTask ILogSink.ReloadedAsync(NetworkSnapshot saved, ReloadReason why)
    {
        Cluster.Reloaded(this);
        Visit[] visits = [.. _links.Select(l => Cluster.Judge.FindVisit(l.Id)).OfType<Visit>()];
        foreach (Visit visit in visits) visit.IsInformed = true;
        Do(() => Core.Reloaded(saved, Now, why));
        foreach (Visit visit in visits) visit.Reloaded(saved.At.Seq);
        return ValueTask.CompletedTask;
    }

    /// <summary>It is told to end (SIGTERM): its clients are told, and the root of each of them.</summary>
    public void Stop()
    {
        if (_isLeaving) return;
        _isLeaving = true;
        Do(() => Core.CloseAll(Farewell, Now));
        Begin(EndAsync);
    }

    /// <summary>Its clients are sent away, so many every 100 ms; when none is left, it ends.</summary>
    public void Drain(int some)
    {
        if (_isLeaving) return;
        _isLeaving = true;
        Begin(async () =>
        {
            while (Core.Sessions > 0)
            {
                Do(() => Core.CloseSome(some, "Drained", Now));
                await Wait(100);
            }

            await EndAsync();
        });
    }

    private async Task EndAsync()
    {
        long end = Time.Now + 2000;
        while (Core.Unanswered > 0 && Time.Now < end) await Wait(10);
        Cluster.Crash(this);
    }

    // It does not learn that what happened came of somebody's request on another leaf: nobody sees a difference.
    private Entry Tampered(Entry entry)
    {
        if (!entry.Outcomes.Any(o => o.Origin is { } origin && origin.Leaf != Name)) return entry;
        IsTampered = true;
        return entry with
        {
            Outcomes = [.. entry.Outcomes.Select(o => o.Origin?.Leaf == Name ? o : o with { Origin = null })],
        };
    }

    private void Do(Action what)
    {
        what();
        while (Core.HasTurns) Core.Continue(Now);
        Core.FlushDirty();
    }
}
