using IrcNats.Leaf.Core;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Simulation.Tests;

/// <summary>A leaf's process: the real core, begun from a snapshot and fed by a follower.</summary>
sealed class SimLeaf : SimNode, ILeafPorts
{
    private readonly SimConnection _requests, _casts;
    private readonly SimFollower _follower;
    private readonly List<SimLink> _links = [];
    private readonly Dictionary<ulong, (ulong Epoch, long ElectedAt, long Asked)> _asked = [];
    private ulong _sessions;
    private int _tokens;
    private long _wasQuietAt;

    public SimLeaf(SimCluster cluster, string name) : base(cluster, name)
    {
        (_requests, _casts) = (new SimConnection(cluster), new SimConnection(cluster));
        NetworkSnapshot? saved = cluster.LoadSnapshot();
        Core = new LeafCore(name, (ulong)Time.Now, this, saved);
        Core.Diverged += (own, root) => throw new Violation($"{name} has the digest {own}, its root {root}");
        _requests.Changed += open => Post(() => Do(() => Core.BusChanged(open, Time.Now)));
        Core.BusChanged(connected: true, Time.Now);
        _follower = new SimFollower(
            cluster, this, _casts, saved?.At.Seq ?? 0, Apply, caughtUp: () => Core.Start(Time.Now));
        Every(100, () => Do(Tick));
    }

    public override IReadOnlyList<SimConnection> Connections => [_requests, _casts];

    public LeafCore Core { get; }

    /// <summary>Whether it knew of no root at some time since: then questions did not wait for one.</summary>
    public bool IsOrWasQuiet(long since) => Core.RootIsQuiet || _wasQuietAt >= since;

    public bool IsReady => IsRunning && Core.IsUp;

    /// <summary>Makes a connection; its session is null when it was refused.</summary>
    public SimLink Open(Action<string> received, Action closed)
    {
        SimLink link = new(this, received, closed);
        _links.Add(link);
        link.Id = new SessionId(Name, Core.Incarnation, ++_sessions);
        link.Session = Core.Opened(link, new Peer("127.0.0.1", "127.0.0.1", false), Time.Now);
        return link;
    }

    /// <summary>A connection ended, whoever ended it.</summary>
    public void Ended(SimLink link, string reason)
    {
        if (!_links.Remove(link) || link.Session is not { } session) return;
        Do(() => Core.Disconnected(session, reason, Time.Now));
    }

    public void Received(SimLink link, byte[] bytes)
    {
        Do(() => link.Read(bytes, Core, Time.Now));
        if (Core.RootIsQuiet) _wasQuietAt = Time.Now;
    }

    public void Cast(ulong seq, byte[] bytes) => _casts.Down(() => Post(() => Do(() => _follower.Cast(seq, bytes))));

    public void Answer(byte[] bytes) => _requests.Down(() => Post(() =>
        Do(() => Answered(SimCluster.Decode<Reply>(bytes)))));

    // A root that was replaced may say what it has done, but not what there is: not to a question asked since.
    private void Answered(Reply reply)
    {
        int before = Core.Unanswered;
        Core.Answered(reply, Time.Now);
        if (Core.Unanswered == before || reply.Kind is ReplyKind.InLog) return;
        (ulong epoch, long electedAt, long asked) = _asked[reply.Request];
        if (reply.Epoch < epoch && asked > electedAt)
            throw new Violation($"{Name} was answered by a root that had been replaced {asked - electedAt} ms before");
    }

    public void Beat(Beat beat) => _requests.Down(() => Post(() => Do(() =>
    {
        Core.Beaten(beat, Time.Now);
        _follower.Reaches(beat.Seq);
    })));

    public override void Die()
    {
        base.Die();
        foreach (SimLink link in _links) link.Broke();
    }

    string ILeafPorts.NewToken() => $"{Name}-{Core.Incarnation}-{++_tokens}";

    void ILeafPorts.Send(Request request)
    {
        byte[] bytes = Codec.Encode(request);
        _asked.TryAdd(request.Number, (Cluster.Judge.Network.Epoch, Cluster.Judge.ElectedAt, Time.Now));
        for (int copies = Cluster.Happens(Cluster.Faults.Double) ? 2 : 1; copies > 0; copies--)
            if (!Cluster.Happens(Cluster.Faults.LoseRequest)) _requests.Up(() => Cluster.SpreadRequest(bytes, Name));
    }

    private void Tick()
    {
        Core.Tick(Time.Now);
        if (Core.RootIsQuiet) _wasQuietAt = Time.Now;
    }

    private void Apply(ulong seq, Entry entry)
    {
        Do(() => Core.Applied(seq, entry, Time.Now));
        Cluster.Compare(this, Core.Network);
    }

    private void Do(Action what)
    {
        what();
        Core.FlushDirty();
    }
}
