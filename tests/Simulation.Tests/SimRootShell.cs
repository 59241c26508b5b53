using IrcNats.Commands.ForTests;
using IrcNats.Events;
using IrcNats.History;
using IrcNats.Ports;
using IrcNats.Replication;
using IrcNats.Root.Config;
using IrcNats.Root.Core;
using IrcNats.Root.Core.Mail;
using IrcNats.Root.Core.Outside;
using IrcNats.State;
using IrcNats.Transcripts;
using IrcNats.Wire;
using Microsoft.Extensions.Logging.Abstractions;

namespace IrcNats.Simulation.Tests;

/// <summary>Carries out on the simulated bus what a root's core decides: what RootShell does on NATS.</summary>
sealed class SimRootShell : IRootShell, IRootAlarms
{
    private const int ElectionTimeout = 1000, ProbeTimeout = 200, LevelsTimeout = 1000;

    private readonly SimCluster _cluster;
    private readonly SimRoot _root;
    private readonly SimConnection _commands, _log;
    private readonly SimArchiving? _archiving;
    private readonly Dictionary<int, Action<OrderReply>> _ordered = [];
    private readonly EarlyRequests _early = new();
    private readonly Dictionary<string, Action<byte[]>> _askers = [];
    private LogFollower? _follower;
    private LogAppender? _appender;
    private (ulong Seq, byte[]? Bytes) _newest;
    private ulong _takesAs;
    private int _newestAsker, _newestOrder;

    public SimRootShell(SimCluster cluster, SimRoot root)
    {
        (_cluster, _root) = (cluster, root);
        (_commands, _log) = (new SimConnection(cluster), new SimConnection(cluster));
        _archiving = cluster.Archive is null ? null : new SimArchiving(cluster, root);
        Connections = _archiving is null ? [_commands, _log] : [_commands, _log, _archiving.Connection];
        Stream = new SimLogStream(cluster, root, _log);
        _commands.Changed += open => root.Post(() =>
        {
            if (open) root.Input((core, now) => core.Reconnected(now));
        });
    }

    public IReadOnlyList<SimConnection> Connections { get; }

    public SimLogStream Stream { get; }

    public bool IsBusOpen => _commands.IsOpen;

    public bool TakesRequests => _takesAs > 0;

    /// <summary>It has subscribed to requests, as a candidate or as the root.</summary>
    public bool IsHeard { get; private set; }

    public bool IsDoorOpen { get; private set; }

    public bool IsArchiving => _archiving?.Host.IsRunning == true;

    public ulong Committed => _appender?.Committed ?? 0;

    public long OwnedAt => _cluster.Broken == BrokenRule.NeverAsksTheLog
        ? long.MaxValue
        : Steady - (long)(_appender?.SinceOwned ?? TimeSpan.FromDays(1)).TotalMilliseconds;

    public long Steady => _root.Now.Steady;

    public void Cast(ulong seq, byte[] bytes)
    {
        Stream.Cast(seq, bytes);
        _archiving?.Cast(seq, bytes);
    }

    /// <summary>An order comes over the bus.</summary>
    public void Order(Order order, Action<OrderReply> answer) => _commands.Down(() => _root.Post(() =>
        Ordered(order, reply => _commands.Up(() => answer(reply)))));

    /// <summary>An order is given in this process.</summary>
    public void Ordered(Order order, Action<OrderReply> answer)
    {
        int number = ++_newestOrder;
        _ordered[number] = answer;
        _root.Input((core, now) => core.Ordered(order, number, now));
    }

    public void Request(byte[] bytes, string replyTo)
    {
        if (!_root.IsHeard) return;
        _commands.Down(() => _root.Post(() =>
        {
            Request request = SimCluster.Decode<Request>(bytes);
            if (IsHeard && !_early.Keeps(request, replyTo)) Requested(request, replyTo);
        }));
    }

    public void Heard(Beat beat) => _commands.Down(() => _root.Post(() =>
    {
        _root.Input((core, now) => core.Beaten(beat, now));
        if (_cluster.Broken == BrokenRule.NeverDoubtsTheLog) _follower?.Reaches(beat.Seq);
        else _follower?.Heard(beat);
        _archiving?.Heard(beat);
    }));

    public void Ask(byte[] question, Action<byte[]> answer) => _commands.Down(() => _root.Post(() =>
    {
        string asker = $"{++_newestAsker}";
        _askers[asker] = answer;
        _root.Input((core, now) => core.Asked(SimCluster.Decode<ProofQuestion>(question), asker, now));
    }));

    public void Follow(Grounds from) => _root.Begin(async () =>
    {
        _follower = new LogFollower(
            Stream, Stream.LoadSnapshotAsync, from, _root, _root.Clock, NullLogger.Instance);
        await _follower.StartAsync(CancellationToken.None);
        Task following = _follower.Completion;
        _root.Begin(() => following);
        _root.Input((core, now) => core.FollowingBegan(now));
    });

    public void StopFollowing() => _root.Begin(async () =>
    {
        await _follower!.DisposeAsync();
        (_newest, _follower) = (_follower.Newest, null);
        _root.Input((core, now) => core.FollowingStopped(now));
    });

    public void Rebuild(ulong? at)
    {
        if (at is { } seq) _follower?.Rebuild(seq);
        else _follower?.Rebuild();
    }

    public void DoubtLog()
    {
        if (_cluster.Broken != BrokenRule.NeverDoubtsTheLog) _follower?.Doubt();
    }

    // A root that does not answer, or cannot be asked, may be there.
    public void Probe(int probe)
    {
        bool isAnswered = false;
        void Said(bool isActive)
        {
            if (isAnswered) return;
            isAnswered = true;
            _root.Input((core, now) => core.Probed(probe, isActive, now));
        }

        _root.After(ProbeTimeout, () => Said(true));
        _commands.Up(() =>
        {
            SimRoot[] there = [.. _cluster.Roots.Where(r => r.IsHeard)];
            if (there.Length == 0 || there.Any(r => r.IsRunning))
                _commands.Down(() => _root.Post(() => Said(there.Length > 0)));
        });
    }

    public void Elect(ulong behind, Entry election) => _root.Begin(async () =>
    {
        bool isElected = await TryElectAsync(behind, election);
        IsHeard = isElected;
        _root.Input((core, now) => core.ElectionEnded(isElected, now));
    });

    public void BeginAppending(ulong behind) => _root.Begin(async () =>
    {
        byte[]? newest = _newest.Seq == behind ? _newest.Bytes : null;
        _appender = new LogAppender(
            Stream, _root.Name, (behind, newest), _ => _cluster.Crash(_root), _root.Clock, NullLogger.Instance);
        await _appender.StartAsync(CancellationToken.None);
        await _root.Wait(_cluster.Time.Dice.Next(3));
        _root.Input((core, now) => core.AppendingBegan(now));
    });

    public void TakeRequests(ulong epoch)
    {
        _takesAs = epoch;
        _early.End(Requested);
    }

    public void StopWriting()
    {
        (_takesAs, IsHeard) = (0, false);
        _early.Begin();
        _root.Begin(async () =>
        {
            if (_appender is not null) await _appender.DisposeAsync();
            _appender = null;
            _root.Input((core, now) => core.WritingStopped(now));
        });
    }

    public void Append(ulong seq, Entry entry)
    {
        _appender!.Append(seq, Codec.Encode(entry));
        if (_cluster.Broken != BrokenRule.GoesOnAfterHandover) return;
        if (entry.Outcomes is not [.., { Events: [.., RootResigned] } last]) return;
        Outcome more = new(last.Time, null, [new LeafLost("leaf1", 1)], []);
        _appender.Append(seq + 1, Codec.Encode(entry with { Outcomes = [more] }));
    }

    public void WhenStored(ulong seq) => _root.Begin(async () =>
    {
        if (_appender is { } appender) await appender.WhenStoredAsync(seq);
        _root.Input((_, _) => { });
    });

    public void Confirm() => _root.Begin(async () =>
    {
        if (_appender is { } appender) await appender.ConfirmAsync();
        _root.Input((core, now) => core.Confirmed(OwnedAt, now));
    });

    public int Dice(int sides) => _cluster.Time.Dice.Next(sides);

    public void Reply(string to, Reply reply)
    {
        byte[] bytes = Codec.Encode(reply);
        _commands.Up(() => _cluster.FindLeaf(to)?.Answer(bytes));
    }

    public void Beat(Beat beat) => _commands.Up(() => _cluster.SpreadBeat(beat));

    public void OpenDoor(bool isOpen) => IsDoorOpen = isOpen;

    public void Answer(string to, ProofAnswer answer)
    {
        if (!_askers.Remove(to, out Action<byte[]>? asker)) return;
        byte[] said = Codec.Encode(answer);
        _commands.Up(() => asker(said));
    }

    public void ReadEntry(int reading, ulong seq) => _root.Begin(async () =>
    {
        byte[]? entry = null;
        bool isCertain = true;
        try
        {
            entry = await Stream.GetAsync(seq);
        }
        catch (LogSilentException)
        {
            isCertain = false;
        }

        _root.Input((core, now) =>
            core.EntryRead(reading, entry is null ? null : new ReadOnlyMemory<byte>(entry), isCertain, now));
    });

    public void AnswerOrder(int order, OrderReply reply)
    {
        if (_ordered.Remove(order, out Action<OrderReply>? answer)) answer(reply);
    }

    public void AskLevels() => _root.Begin(async () =>
    {
        await _root.Wait(LevelsTimeout);
        Dictionary<string, int> levels =
            _cluster.Roots.Where(r => r.IsRunning).ToDictionary(r => r.Name, _ => BuildLevel.Current);
        _root.Input((core, now) => core.LevelsHeard(levels, now));
    });

    public void AskNewestSnapshot() =>
        _root.Input((core, now) => core.NewestSnapshot(_cluster.NewestSnapshot, now));

    public void AskLogFor(Grounds snapshot) => _root.Begin(async () =>
    {
        try
        {
            bool isThere = await new LogReader(Stream).HasAsync(snapshot, CancellationToken.None) is true;
            _root.Input((core, now) => core.SnapshotStands(isThere, now));
        }
        catch (LogSilentException)
        {
            _root.Input((core, now) => core.SnapshotEnded(now));
        }
    });

    public void SaveSnapshot(ulong seq, byte[] bytes, long asOf)
    {
        _cluster.SaveSnapshot(seq, bytes);
        _root.Input((core, now) => core.SnapshotEnded(now));
    }

    public void Archive(ulong epoch) => _archiving?.Host.Archive(epoch);

    public void StopArchiving() => _archiving?.Host.Stop();

    public void NotArchived(long still) { }

    // The relay is slow, and does not take every mail at once.
    public void SendMail(int number, OutgoingMail mail, MailSettings how) => _root.Begin(async () =>
    {
        await _root.Wait(_cluster.Time.Dice.Next(500));
        bool isTaken = _cluster.Time.Dice.Next(4) > 0 || !_cluster.Postponed.Add(mail.Body);
        if (isTaken) _cluster.Mails.Add(mail);
        await _root.Wait(_cluster.Time.Dice.Next(500));
        MailResult result = new(isTaken ? MailOutcome.Sent : MailOutcome.Failed, "busy");
        _root.Input((core, now) => core.MailEnded(number, result, now));
    });

    public void AskOutside(int number, OutsideQuestion question) => _root.Begin(async () =>
    {
        await _root.Wait(_cluster.Time.Dice.Next(500));
        _root.Input((core, now) => core.OutsideAnswered(number, TestSidecar.Ask(question), now));
    });

    // Mischief trims the log, at any time.
    public void TrimLog(LogTrim trim) { }

    public void LogIsLong(LogLength length, long mostBytes) { }

    public void Ready(string role, ulong epoch, ulong seq) { }

    public void End(string why, int exitCode) => _cluster.Crash(_root);

    public void Stopped() => _cluster.Crash(_root);

    public void Faulted(Request request, Exception fault)
    {
        if (fault is not PoisonedException) throw new Violation($"the handler of {request.Ask.Verb} threw: {fault}");
        // One that was replaced ends in any case.
        if (_root.Writer!.Epoch == _cluster.Judge.Network.Epoch) _cluster.Judge.Killed(request);
        throw fault;
    }

    public void Diverged(string own, string root) => _cluster.Diverged(_root, own, root);

    public void GivenUp(Request request) { }

    public void Outdated(Request request, int level) { }

    public void WaitsForOperator(string root, FailoverPolicy policy) { }

    public void Incomparable() { }

    public void Mended(IReadOnlyList<string> differences) { }

    public void LevelsUnheard() { }

    public void Raised(int level) { }

    public void ClockIsOff(long ahead) { }

    private void Requested(Request request, string replyTo)
    {
        if (TakesRequests) _root.Requested(request, replyTo, _takesAs);
    }

    // Not by one who is not sure what the log is.
    private async Task<bool> TryElectAsync(ulong behind, Entry election)
    {
        if (_follower is not { } follower || !await StandsAsync(follower)) return false;
        IsHeard = true;
        _early.Begin();
        TaskCompletionSource<bool?> told = new();
        Stream.Append(behind + 1, Codec.Encode(election), stored => told.TrySetResult(stored));
        _root.After(ElectionTimeout, () => told.TrySetResult(null));
        bool? isStored = await told.Task;
        // Whichever it was: the log holds an entry that this process may not have seen.
        if (isStored == true) _follower?.Reaches(behind + 1);
        else if (isStored == false) _follower?.Doubt();
        return isStored == true;
    }

    private static async Task<bool> StandsAsync(LogFollower follower)
    {
        try
        {
            return await follower.StandsAsync(CancellationToken.None);
        }
        catch (LogSilentException)
        {
            return false;
        }
    }
}
