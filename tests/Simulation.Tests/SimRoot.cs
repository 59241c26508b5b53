using IrcNats.Commands.ForTests;
using IrcNats.Replication;
using IrcNats.Root.Core;
using IrcNats.State;
using IrcNats.Transcripts;
using IrcNats.Wire;

namespace IrcNats.Simulation.Tests;

/// <summary>
/// A root's process: begins from a snapshot, follows the log, elects itself through the log when nobody is active, and
/// then is the real writer behind a mailbox, until it dies or is told that it is the root no more.
/// </summary>
sealed class SimRoot : SimNode, IRootPorts
{
    private const int LateAfter = 750, QuietAfter = 1500, ElectionTimeout = 1000, ProbeTimeout = 200;
    private const int BeatEvery = 500, MarkEvery = 2000, SnapshotEvery = 50;

    private readonly SimConnection _commands, _log;
    private readonly SimFollower _follower;
    private readonly Queue<(Request Request, string ReplyTo)> _mail = [];
    private SimAppender? _appender;
    private ulong _storedABeatAgo, _electedAt, _marked;
    private long _heard;
    private bool _isFirst = true, _isBusy = true, _atWork;
    private int _tries;

    public SimRoot(SimCluster cluster, string name) : base(cluster, name)
    {
        (_commands, _log) = (new SimConnection(cluster), new SimConnection(cluster));
        Network = cluster.LoadSnapshot() is { } saved ? Network.Load(saved) : new Network();
        _heard = Time.Now;
        _commands.Changed += open => Post(() => { if (open) Reconnected(); });
        _follower = new SimFollower(cluster, this, _log, Network.Seq, Apply, () => _isBusy = false);
        Every(50, StandBy);
        Every(1000, LookAtSnapshots);
    }

    public override IReadOnlyList<SimConnection> Connections => [_commands, _log];

    public Network Network { get; private set; }

    /// <summary>What it writes with once it is active.</summary>
    public Writer? Writer { get; private set; }

    /// <summary>It has subscribed to requests, whatever the log thinks of it.</summary>
    public bool TakesRequests { get; private set; }

    /// <summary>Everything it decided is known to be stored.</summary>
    public bool IsCommitted => _appender is { } appender && appender.Committed == Network.Seq;

    public void Cast(ulong seq, byte[] bytes) => _log.Down(() => Post(() => _follower.Cast(seq, bytes)));

    public void Request(byte[] bytes, string replyTo)
    {
        if (TakesRequests) _commands.Down(() => Post(() => Receive(SimCluster.Decode<Request>(bytes), replyTo)));
    }

    public void Beat(Beat beat) => _commands.Down(() => Post(() => Heard(beat)));

    /// <summary>Something that the writer may have waited for has come about.</summary>
    public void Look()
    {
        if (Writer is null) return;
        AtRisk(() => Writer.Look(Time.Now));
        if (!IsDead) Writer.Flush();
    }

    /// <summary>Another root writes: this one ends, and its supervisor starts it again.</summary>
    public void Fenced() => Cluster.Crash(this);

    private void Heard(Beat beat)
    {
        _heard = Time.Now;
        if (Writer is null) _follower.Reaches(beat.Seq);
    }

    private void Reconnected()
    {
        _heard = Time.Now;
        Writer?.Reconnected(Time.Now);
    }

    private void Apply(ulong seq, Entry entry)
    {
        Replay.Apply(Network, seq, entry);
        _heard = Time.Now;
        Cluster.Compare(this, Network);
        if (_electedAt > 0 && seq >= _electedAt) Won();
    }

    // A beat is late: the bus knows at once when nobody takes requests, but a root that hangs does not answer at all.
    private void StandBy()
    {
        if (Writer is not null || _isBusy) return;
        long silence = Time.Now - _heard;
        if (silence > QuietAfter) Elect(Network.Seq);
        else if (_isFirst || silence > LateAfter) Probe(Network.Seq);
        _isFirst = false;
    }

    private void Probe(ulong seen)
    {
        int probe = Begin(ProbeTimeout);
        _commands.Up(() =>
        {
            if (Cluster.Roots.Any(r => r.TakesRequests)) return;
            _commands.Down(() => Post(() => { if (Ends(probe)) Elect(seen); }));
        });
    }

    // Not if the log went on since it was seen: another root may have been elected by then.
    private void Elect(ulong seen)
    {
        if (seen != Network.Seq) return;
        int election = Begin(ElectionTimeout);
        byte[] entry = Codec.Encode(Writer.Election(Network, Name, Cluster.Config, Time.Now));
        _log.Up(() => Cluster.Stream.Append(seen + 1, entry, stored =>
            _log.Down(() => Post(() => { if (Ends(election)) Elected(seen + 1, stored); }))));
    }

    // One question at a time, and each has its time.
    private int Begin(int timeout)
    {
        (int question, _isBusy) = (++_tries, true);
        After(timeout, () => Ends(question));
        return question;
    }

    private bool Ends(int question)
    {
        if (question != _tries || !_isBusy) return false;
        _isBusy = false;
        return true;
    }

    // Whichever it was: the log holds an entry that this process may not have seen.
    private void Elected(ulong seq, bool stored)
    {
        _follower.Read();
        if (!stored) return;
        (_isBusy, _electedAt) = (true, seq);
        if (Network.Seq >= seq) Won();
    }

    private void Won()
    {
        bool isRoot = Network.RootNode == Name && Network.Seq == _electedAt;
        (_isBusy, _electedAt) = (false, 0);
        if (!isRoot) return;
        _follower.Stop();
        _appender = new SimAppender(Cluster, this, _log, Network.Seq);
        Writer = new Writer(Network, this);
        _storedABeatAgo = Network.Seq;
        After(Time.Dice.Next(3), TakeRequests);
    }

    private void TakeRequests()
    {
        TakesRequests = true;
        SendBeat();
        Every(BeatEvery, SendBeat);
        Every(100, () => { if (_commands.IsOpen) AtRisk(() => Writer!.Tick(Time.Now)); });
        Every(MarkEvery, Mark);
    }

    private void Mark()
    {
        if (Cluster.Broken == BrokenRule.NoMemory || Network.Seq == _marked) return;
        Writer!.Mark(Time.Now);
        _marked = Network.Seq;
    }

    private void Receive(Request request, string replyTo)
    {
        _mail.Enqueue((request, replyTo));
        if (_atWork) return;
        _atWork = true;
        After(Time.Dice.Next(3), Work);
    }

    private void Work()
    {
        _atWork = false;
        while (!IsDead && _mail.TryDequeue(out var mail))
            AtRisk(() => Writer!.Take(mail.Request, mail.ReplyTo, Prove(mail.Request), Time.Now));
        if (IsDead) return;
        Writer!.Flush();
        if (Cluster.Broken == BrokenRule.NoMemory) Forget();
    }

    private Proof Prove(Request request) => TestConfig.Prove(request, Cluster.Stream.Get);

    // A handler may be the end of the process; then nothing more happens in it.
    private void AtRisk(Action what)
    {
        try
        {
            what();
        }
        catch (PoisonedException)
        {
            Cluster.Crash(this);
        }
    }

    // What it took before is news to it, and to its network.
    private void Forget()
    {
        NetworkSnapshot saved = Network.Save();
        Network = Network.Load(saved with { Leaves = [.. saved.Leaves.Select(l => l with { Effects = [] })] });
        Writer = new Writer(Network, this);
    }

    // Names the sequence that was stored a beat ago: what its reader has not got by now was lost on the way.
    private void SendBeat()
    {
        Beat beat = new(Payload.FormatVersion, Writer!.Epoch, Name, _storedABeatAgo, Time.Now);
        _storedABeatAgo = _appender!.Committed;
        _commands.Up(() => Cluster.SpreadBeat(beat));
    }

    // A standby makes them; the active root only when nobody does, and only of what is stored.
    private void LookAtSnapshots()
    {
        ulong due = Cluster.SnapshotSeq + (Writer is null ? SnapshotEvery : 2UL * SnapshotEvery);
        if (Network.Seq >= due && (Writer is null || IsCommitted)) Cluster.SaveSnapshot(Network);
    }

    void IRootPorts.Append(ulong seq, Entry entry) => _appender!.Append(seq, Codec.Encode(entry));

    void IRootPorts.Reply(string to, Reply reply)
    {
        byte[] bytes = Codec.Encode(reply);
        _commands.Up(() => Cluster.FindLeaf(to)?.Answer(bytes));
    }

    void IRootPorts.Faulted(Request request, Exception fault)
    {
        if (fault is not PoisonedException) throw new Violation($"the handler of {request.Ask.Verb} threw: {fault}");
        Cluster.Judge.Killed(request);
        throw fault;
    }

    ulong IRootPorts.Stored => _appender!.Committed;

    long IRootPorts.OwnedAt => Cluster.Broken == BrokenRule.NeverAsksTheLog ? long.MaxValue : _appender!.OwnedAt;

    void IRootPorts.Confirm() => _appender!.Confirm();
}
