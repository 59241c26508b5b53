using IrcNats.Commands.ForTests;
using IrcNats.Ports;
using IrcNats.Replication;
using IrcNats.Root.Core;
using IrcNats.Root.Service;
using IrcNats.State;
using IrcNats.Wire;
using Microsoft.Extensions.Logging.Abstractions;

namespace IrcNats.Simulation.Tests;

/// <summary>
/// A root's process: begins from a snapshot, follows the log, elects itself through the log when it may, and then is
/// the real writer behind a mailbox, until it dies, hands over, or is told that it is the root no more.
/// </summary>
sealed partial class SimRoot : SimNode, IRootPorts, ILogSink
{
    /// <summary>Milliseconds between two beats.</summary>
    public const int BeatEvery = 500;

    private const int ElectionTimeout = 1000, ProbeTimeout = 200, LookEvery = 50;
    private const int MarkEvery = 2000, SnapshotEvery = 50;

    private readonly SimConnection _commands, _log;
    private readonly SimLogStream _stream;
    private readonly RootTime _time;
    private readonly Queue<(Request Request, string ReplyTo)> _mail = [];
    private StandbyReplica _standby;
    private SimFile _file;
    private LogFollower? _follower;
    private LogAppender? _appender;
    private ulong _storedABeatAgo, _marked;
    private bool _isFirst = true, _isBusy = true, _atWork, _asking;
    private int _tries;

    public SimRoot(SimCluster cluster, string name) : base(cluster, name)
    {
        _file = cluster.File;
        (_commands, _log) = (new SimConnection(cluster), new SimConnection(cluster));
        _stream = new SimLogStream(cluster, this, _log);
        _time = new RootTime(Clock);
        NetworkSnapshot? saved = cluster.LoadSnapshot();
        _standby = Standby(saved is null ? new Network() : Network.Load(saved));
        _commands.Changed += open => Post(() => { if (open) Reconnected(); });
        Post(() => Begin(() => FollowAsync(Grounds.Of(saved))));
        Every(LookEvery, StandBy);
        Every(1000, LookAtSnapshots);
    }

    public override IReadOnlyList<SimConnection> Connections => [_commands, _log];

    private long Now => Cluster.Broken == BrokenRule.TrustsTheClock ? Wall : _time.Now;

    public Network Network => Writer?.Network ?? _standby.Read(net => net);

    /// <summary>What it writes with while it is active.</summary>
    public Writer? Writer { get; private set; }

    /// <summary>It has subscribed to requests, whatever the log thinks of it.</summary>
    public bool TakesRequests { get; private set; }

    /// <summary>Who asks for a root finds it.</summary>
    public bool IsHeard => !IsDead && (TakesRequests || _isCandidate);

    /// <summary>Everything it decided is known to be stored.</summary>
    public bool IsCommitted => _appender is { } appender && appender.Committed == Network.Seq;

    public void Cast(ulong seq, byte[] bytes) => _stream.Cast(seq, bytes);

    public void Request(byte[] bytes, string replyTo)
    {
        if (IsHeard) _commands.Down(() => Post(() => Receive(SimCluster.Decode<Request>(bytes), replyTo)));
    }

    public void Beat(Beat beat) => _commands.Down(() => Post(() =>
    {
        _standby.Heard(beat);
        if (Cluster.Broken == BrokenRule.NeverDoubtsTheLog) _follower?.Reaches(beat.Seq);
        else _follower?.Heard(beat);
    }));

    private StandbyReplica Standby(Network network)
    {
        StandbyReplica standby = new(network, Clock);
        standby.Diverged += (own, root) =>
        {
            Cluster.Diverged(this, own, root);
            _follower?.Rebuild();
        };
        return standby;
    }

    private async Task FollowAsync(Grounds from)
    {
        _follower = new LogFollower(_stream, _stream.LoadSnapshotAsync, from, this, Clock, NullLogger.Instance);
        await _follower.StartAsync(CancellationToken.None);
        _isBusy = false;
        Task following = _follower.Completion;
        Begin(() => following);
    }

    private void Reconnected()
    {
        _standby.Reconnected();
        Writer?.Reconnected(Now);
    }

    async ValueTask ILogSink.EntryAsync(ulong seq, Entry entry)
    {
        await _standby.EntryAsync(seq, entry);
        Cluster.Compare(this, Network);
    }

    ValueTask ILogSink.SkippedAsync(ulong seq, string why) => _standby.SkippedAsync(seq, why);

    ValueTask ILogSink.ReloadedAsync(NetworkSnapshot saved, ReloadReason why)
    {
        Cluster.Reloaded(this);
        return _standby.ReloadedAsync(saved, why);
    }

    private void SendBeat()
    {
        // Names the sequence that was stored a beat ago: what its reader has not got by now was lost on the way.
        Beat beat = new(Payload.FormatVersion, Writer!.Epoch, Name, _storedABeatAgo, Now);
        _storedABeatAgo = _appender!.Committed;
        _commands.Up(() => Cluster.SpreadBeat(beat));
    }

    private void Receive(Request request, string replyTo)
    {
        if (!_isCandidate || _isDone) return;
        _mail.Enqueue((request, replyTo));
        if (_atWork || !TakesRequests) return;
        _atWork = true;
        After(Time.Dice.Next(3), Work);
    }

    private void Work()
    {
        _atWork = false;
        while (!IsDead && !_isDone && Writer is { } writer && _mail.TryDequeue(out var mail))
            AtRisk(() => Take(writer, mail.Request, mail.ReplyTo));
        if (IsDead || Writer is null || _isDone) return;
        Writer.Flush();
        if (Cluster.Broken == BrokenRule.NoMemory) Forget();
        if (_resigning is not null) Resign();
    }

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

    private void Mark()
    {
        if (Cluster.Broken == BrokenRule.NoMemory || Network.Seq == _marked) return;
        Writer!.Mark(Now);
        _marked = Network.Seq;
    }

    // What it took before is news to it, and to its network.
    private void Forget()
    {
        NetworkSnapshot saved = Network.Save();
        saved = saved with { Leaves = [.. saved.Leaves.Select(l => l with { Effects = [] })] };
        Writer = new Writer(Network.Load(saved), this, Config.Secrets);
    }

    // A standby makes them; the active root only when nobody does, and only of what is stored.
    private void LookAtSnapshots()
    {
        bool isActive = Writer is not null;
        if (isActive && !IsCommitted) return;
        if (SnapshotKeeper.IsDue(Network, Cluster.NewestSnapshot, isActive, SnapshotEvery))
            Begin(() => SaveSnapshotAsync(Codec.Encode(Network.Save()), Grounds.Of(Network)));
    }

    private async Task SaveSnapshotAsync(byte[] bytes, Grounds at)
    {
        try
        {
            if (await new LogReader(_stream).HasAsync(at, CancellationToken.None) is not true) return;
        }
        catch (LogSilentException)
        {
            return;
        }

        long asked = Time.Now;
        if (_appender is { } appender)
        {
            await appender.ConfirmAsync();
            if (Time.Now - (long)appender.SinceOwned.TotalMilliseconds < asked) return;
        }

        Cluster.SaveSnapshot(at.Seq, bytes);
    }

    // Something that the writer may have waited for has come about.
    private void Look()
    {
        if (Writer is null || _isDone) return;
        AtRisk(() => Writer.Look(Now));
        if (!IsDead) Writer?.Flush();
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
        // One that was replaced ends in any case.
        if (Writer!.Epoch == Cluster.Judge.Network.Epoch) Cluster.Judge.Killed(request);
        throw fault;
    }

    ulong IRootPorts.Stored => _appender!.Committed;

    void IRootPorts.WhenStored(ulong seq) => Begin(async () =>
    {
        Writer? writer = Writer;
        while (Writer == writer && _appender!.Committed < seq) await Wait(1);
        Look();
    });

    long IRootPorts.Steady => _time.Steady;

    long IRootPorts.OwnedAt => Cluster.Broken == BrokenRule.NeverAsksTheLog
        ? long.MaxValue
        : _time.Steady - (long)_appender!.SinceOwned.TotalMilliseconds;

    void IRootPorts.Confirm()
    {
        if (_asking) return;
        _asking = true;
        Begin(async () =>
        {
            if (_appender is { } appender) await appender.ConfirmAsync();
            _asking = false;
            Look();
        });
    }
}
