using System.Collections.Concurrent;
using System.Security.Cryptography;
using IrcNats.History;
using IrcNats.Ports;
using IrcNats.Replication;
using IrcNats.Root.Archiving;
using IrcNats.Root.Config;
using IrcNats.Root.Core;
using IrcNats.Root.Core.Mail;
using IrcNats.Root.Core.Outside;
using IrcNats.Root.Core.Push;
using IrcNats.Root.Mailing;
using IrcNats.Root.Metrics;
using IrcNats.Root.Outside;
using IrcNats.Root.Passwords;
using IrcNats.Root.Pushing;
using IrcNats.State;
using IrcNats.Wire;
using Microsoft.Extensions.Logging;

namespace IrcNats.Root.Service;

/// <summary>
/// Carries out on the bus what a root's core decides, and brings what comes of it, and whatever else the bus says, to
/// the core's loop.
/// </summary>
sealed class RootShell : IRootShell, IArchiveBus, IAsyncDisposable
{
    /// <summary>Exit code of a root that is not the root any more: to be started again, as a standby.</summary>
    public const int FencedExit = 3;

    // Orders of operators that are being carried out at a time.
    private const int MostOrders = 64;

    private readonly string _name;
    private readonly IRootBus _bus;
    private readonly RootCounts _counts;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly CancellationToken _stop;
    private readonly ArchiveHost _archiving;
    private readonly TaskCompletionSource _caughtUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _mayStandBy = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentDictionary<int, TaskCompletionSource<OrderReply>> _orders = [];
    private readonly PushSender _pushing = new();
    private Task _door = Task.CompletedTask;
    private int _newestOrder;
    // The epoch in which this root takes requests; 0: it takes none.
    private ulong _takesAs;

    public RootShell(
        string name, IRootBus bus, RootCounts counts, TimeProvider time, ILogger log, CancellationToken stop)
    {
        (_name, _bus, _counts, _time, _log, _stop) = (name, bus, counts, time, log, stop);
        _archiving = new ArchiveHost(this, counts.Archive, time, log);
        Loop = new RootLoop(time, Acknowledge, (core, now) => core.Wake(now, bus.IsOpen));
        bus.Beaten += beat => Loop.Post((core, now) => core.Beaten(beat, now));
        bus.Reconnected += () => Loop.Post((core, now) => core.Reconnected(now));
        bus.Requested += Requested;
        bus.Fenced += why => End(why, FencedExit);
    }

    public RootLoop Loop { get; }

    /// <summary>Completes when the core has all that the log had when this process began.</summary>
    public Task CaughtUp => _caughtUp.Task;

    /// <summary>The process is ready: from now on the core may stand by, and take over.</summary>
    public void StandBy() => _mayStandBy.TrySetResult();

    /// <summary>Has an operator's order carried out; completes with the answer.</summary>
    public Task<OrderReply> CarryOutAsync(Order ordered)
    {
        if (_orders.Count >= MostOrders)
            return Task.FromResult(new OrderReply(Payload.FormatVersion, false, "too many orders at a time"));
        int order = Interlocked.Increment(ref _newestOrder);
        TaskCompletionSource<OrderReply> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _orders[order] = answer;
        Loop.Post((core, now) => core.Ordered(ordered, order, now));
        return answer.Task;
    }

    // At once: what was decided and the log does not have was shown to nobody.
    public void End(string why, int exitCode)
    {
        RootLog.Ends(_log, why);
        Console.WriteLine($"{_name} ends: {why}");
        Environment.Exit(exitCode);
    }

    public void Stopped() => Loop.End();

    public void Follow(Grounds from) => Begin(async () =>
    {
        await _bus.FollowAsync(from, Loop, _stop).SaidAsync("the log", _log, _time);
        _ = EndWithAsync(_bus.Following);
        _caughtUp.TrySetResult();
        await _mayStandBy.Task;
        Loop.Post((core, now) => core.FollowingBegan(now));
    });

    public void StopFollowing() => Begin(async () =>
    {
        await _bus.StopFollowingAsync().SaidAsync("the last entry of others", _log, _time);
        Loop.Post((core, now) => core.FollowingStopped(now));
    });

    public void Rebuild(ulong? at)
    {
        if (at is { } seq) _bus.RebuildAt(seq);
        else _bus.Rebuild();
    }

    public void DoubtLog() => _bus.Doubt();

    // Whatever goes wrong with the question: nobody has said that there is none.
    public void Probe(int probe) => Begin(async () =>
    {
        bool isActive = await OrAsync(_bus.IsAnyoneActiveAsync(_stop), _ => true);
        Loop.Post((core, now) => core.Probed(probe, isActive, now));
    });

    public void Elect(ulong behind, Entry election) => Begin(async () =>
    {
        bool isElected = await OrAsync(_bus.TryElectAsync(behind, election, _stop), e =>
        {
            RootLog.ElectionFailed(_log, e.Message);
            return false;
        });
        Loop.Post((core, now) => core.ElectionEnded(isElected, now));
    });

    public void BeginAppending(ulong behind) => Begin(async () =>
    {
        await _bus.BeginAppendingAsync(behind, _stop);
        Loop.Post((core, now) => core.AppendingBegan(now));
    });

    public void TakeRequests(ulong epoch)
    {
        Volatile.Write(ref _takesAs, epoch);
        _bus.TakeRequests();
    }

    public void StopWriting()
    {
        Volatile.Write(ref _takesAs, 0);
        Begin(async () =>
        {
            await _bus.StopWritingAsync();
            Loop.Post((core, now) => core.WritingStopped(now));
        });
    }

    public void Append(ulong seq, Entry entry) => _bus.Append(seq, entry);

    // The loop asks for what is stored before every batch: a step that does nothing is enough.
    public void WhenStored(ulong seq) => Begin(async () =>
    {
        await _bus.WhenStoredAsync(seq);
        Loop.Post((_, _) => { });
    });

    public void Confirm() => Begin(async () =>
    {
        await _bus.ConfirmAsync();
        Loop.Post((core, now) => core.Confirmed(OwnedAt(now), now));
    });

    public long Steady => Loop.Now.Steady;

    public int Dice(int sides) => RandomNumberGenerator.GetInt32(sides);

    public void Reply(string to, Reply reply) => _bus.Reply(to, reply);

    public void Beat(Beat beat) => Begin(() => _bus.BeatAsync(beat).AsTask());

    // One turn behind the other; a role is told when the door is as that role wants it.
    public void OpenDoor(bool isOpen)
    {
        Task before = _door;
        _door = DoneAsync(async () =>
        {
            await before;
            if (isOpen) await _bus.TakeQuestionsAsync(Asked, CancellationToken.None);
            else await _bus.StopQuestionsAsync();
        });
    }

    public void Ready(string role, ulong epoch, ulong seq) => Begin(async () =>
    {
        await _door;
        Console.WriteLine($"{_name} ready: {role}, epoch {epoch}, seq {seq}");
    });

    public void Answer(string to, ProofAnswer answer) => _bus.Answer(to, answer);

    public void ReadEntry(int reading, ulong seq) => Begin(async () =>
    {
        var (entry, isCertain) = await _bus.ReadAsync(seq);
        Loop.Post((core, now) => core.EntryRead(reading, entry, isCertain, now));
    });

    public void AnswerOrder(int order, OrderReply reply)
    {
        if (_orders.TryRemove(order, out TaskCompletionSource<OrderReply>? answer)) answer.TrySetResult(reply);
    }

    public void AskLevels() => Begin(async () =>
    {
        IReadOnlyDictionary<string, int> levels =
            await OrAsync(_bus.RootLevelsAsync(), _ => new Dictionary<string, int>());
        Loop.Post((core, now) => core.LevelsHeard(levels, now));
    });

    public void AskNewestSnapshot() => ForSnapshot(async () =>
    {
        SnapshotManifest? newest = await _bus.NewestSnapshotAsync(_stop);
        Loop.Post((core, now) => core.NewestSnapshot(newest, now));
    });

    public void AskLogFor(Grounds snapshot) => ForSnapshot(async () =>
    {
        bool isThere = await _bus.HasAsync(snapshot, _stop) is true;
        Loop.Post((core, now) => core.SnapshotStands(isThere, now));
    });

    public void SaveSnapshot(ulong seq, byte[] bytes, long asOf) => ForSnapshot(async () =>
    {
        await _bus.SaveSnapshotAsync(seq, bytes, asOf, _stop);
        Loop.Post((core, now) => core.SnapshotEnded(now));
    });

    public void TrimLog(LogTrim trim) => Begin(async () =>
    {
        LogLength? left = await OrAsync<LogLength?>(TrimAsync(trim), e =>
        {
            RootLog.NotTrimmed(_log, e.Message);
            return null;
        });
        _counts.LogBytes = left?.Bytes ?? 0;
        Loop.Post((core, now) => core.LogTrimmed(left));
    });

    private async Task<LogLength?> TrimAsync(LogTrim trim) => await _bus.TrimLogAsync(trim, _stop);

    public void Archive(ulong epoch) => _archiving.Archive(epoch);

    public void StopArchiving() => _archiving.Stop();

    /// <summary>What this root archives in; known before the core begins.</summary>
    public IHistoryArchive Archives { get; set; } = null!;

    Task<IArchiverLog> IArchiveBus.OpenArchiverLogAsync(CancellationToken stop) => _bus.OpenArchiverLogAsync(stop);

    async Task<OrderReply?> IArchiveBus.OrderAsync(string root, Order order, CancellationToken stop) =>
        root == _name ? await CarryOutAsync(order) : await _bus.OrderAsync(root, order, stop);

    /// <summary>Ends what goes on beside the loop and needs the bus.</summary>
    public async ValueTask DisposeAsync()
    {
        _pushing.Dispose();
        await _archiving.DisposeAsync();
    }

    /// <summary>Reads the configuration file again, and says what came of it; null: there is no file.</summary>
    public Func<IReadOnlyList<string>>? RereadConfig { get; set; }

    public void SendMail(int number, OutgoingMail mail, MailSettings how) => Begin(async () =>
    {
        MailResult result = await SmtpRelay.SendAsync(mail, how, _time, _stop);
        Loop.Post((core, now) => core.MailEnded(number, result, now));
    });

    public void AskOutside(int number, OutsideQuestion question) => Begin(async () =>
    {
        OutsideAnswer answer = await OutsideAsker.AskAsync(question, _time, _stop);
        Loop.Post((core, now) => core.OutsideAnswered(number, answer, now));
    });

    public void SendPush(int number, OutgoingPush push) => Begin(async () =>
    {
        PushResult result = await _pushing.SendAsync(push, _time, _stop);
        Loop.Post((core, now) => core.PushEnded(number, result, now));
    });

    /// <summary>Half of the cores: requests have the others.</summary>
    public int HashesAtOnce { get; } = Math.Max(1, Environment.ProcessorCount / 2);

    public void CheckOldPassword(int number, OldPasswordQuestion question) => Begin(async () =>
    {
        OldPasswordAnswer answer = await Task.Run(() => OldPasswords.Compare(question), _stop);
        Loop.Post((core, now) => core.OldPasswordChecked(number, answer, now));
    });

    public void Reread(UserId by) => Begin(async () =>
    {
        IReadOnlyList<string> lines = RereadConfig is { } read
            ? await Task.Run(read, _stop)
            : ["this root has no configuration file"];
        Loop.Post((core, now) => core.Reread(by, lines, now));
    });

    public void Tell(string root, Order order) => Begin(() => OrAsync(_bus.OrderAsync(root, order, _stop), _ => null));

    public void Took() => _counts.Took(Loop.Lap());

    private void Acknowledge(RootCore core, Moment now) => core.Acknowledged(_bus.Committed, OwnedAt(now), now);

    private long OwnedAt(Moment now) => now.Steady - (long)_bus.SinceOwned.TotalMilliseconds;

    // On the bus' thread. What comes for nobody is sent again to whoever writes next.
    private void Requested(Request request, string replyTo)
    {
        if (Volatile.Read(ref _takesAs) is > 0 and var epoch)
            Loop.PostRequest((core, now) => core.Requested(request, replyTo, epoch, now));
    }

    private void Asked(ProofQuestion asked, string replyTo) =>
        Loop.PostRequest((core, now) => core.Asked(asked, replyTo, now));

    private void ForSnapshot(Func<Task> what) => Begin(async () =>
    {
        try
        {
            await what();
        }
        catch (Exception e) when (!_stop.IsCancellationRequested)
        {
            RootLog.SnapshotFailed(_log, e.Message);
            Loop.Post((core, now) => core.SnapshotEnded(now));
        }
    });

    // NATS' client cancels what takes too long: only what this process was told to stop is cancelled for good.
    private async Task<T> OrAsync<T>(Task<T> what, Func<Exception, T> otherwise)
    {
        try
        {
            return await what;
        }
        catch (Exception e) when (!_stop.IsCancellationRequested)
        {
            return otherwise(e);
        }
    }

    // Following ends when this root begins to write; only a failure ends the process.
    private async Task EndWithAsync(Task following)
    {
        await following.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (following.IsFaulted) End(following.Exception.InnerException!.Message, exitCode: 1);
    }

    private void Begin(Func<Task> what) => _ = DoneAsync(what);

    // What has to succeed and does not ends the process; what was told to stop does not matter any more.
    private async Task DoneAsync(Func<Task> what)
    {
        try
        {
            await what();
        }
        catch (Exception e) when (!_stop.IsCancellationRequested)
        {
            RootLog.Failed(_log, e);
            End(e.Message, exitCode: 1);
        }
        catch (Exception)
        {
            // It waited for what does not come any more.
        }
    }
}
