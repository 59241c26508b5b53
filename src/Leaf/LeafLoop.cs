using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using IrcNats.Hosting;
using IrcNats.Leaf.Core;
using IrcNats.Replication;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Leaf;

/// <summary>Something that happened, which is fed to the core at its turn. Now is a time of SteadyClock.</summary>
delegate void Step(LeafCore core, long now);

/// <summary>
/// THE loop that owns the core. Everything reaches it through one mailbox. It feeds in all that waits, then lets out
/// what was written. If it fails, <see cref="RunAsync"/> fails, and the process must end.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = Undisposed)]
sealed class LeafLoop : ILogSink
{
    private const string Undisposed =
        "Connections and the log's follower may post when it has ended; neither field holds anything of the system.";

    // Steps of the log and of connections that may wait; beyond that, their senders wait.
    private const int Waiting = 4096;

    // Steps that are fed in before what they wrote goes out.
    private const int BatchSteps = 256;

    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(100);

    private readonly LeafCore _core;
    private readonly TimeProvider _time;
    private readonly SteadyClock _clock;
    private readonly CancellationTokenSource _ended = new();
    private readonly SemaphoreSlim _room = new(Waiting);
    private readonly Channel<(Step Step, bool TookRoom)> _mailbox =
        System.Threading.Channels.Channel.CreateUnbounded<(Step, bool)>(new() { SingleReader = true });
    private readonly List<(Func<LeafCore, bool> Holds, TaskCompletionSource Told)> _awaited = [];
    private int _tickWaits;
    private bool _turnWaits;

    public LeafLoop(LeafCore core, TimeProvider time)
    {
        (_core, _time, _clock) = (core, time, new SteadyClock(time));
        (Status, Config) = (StatusNow(), core.Network.Config);
    }

    /// <summary>As of a moment ago; from any thread.</summary>
    public LeafStatus Status { get; private set; }

    /// <summary>The network's configuration as of a moment ago; from any thread.</summary>
    public NetworkConfig Config { get; private set; }

    /// <summary>Cancelled when nothing is taken from the mailbox any more.</summary>
    public CancellationToken Ended => _ended.Token;

    /// <summary>Where connections that were written to wait for the end of the batch; only steps may use it.</summary>
    public SendRound Sends { get; } = new();

    /// <summary>Bytes that may wait behind a slow reader, as configured now. Only the loop may ask.</summary>
    public int SendqBound(Session? session) =>
        session?.SendqIn(_core.Network.Config) ?? _core.Network.Config.Session.MaxSendq;

    /// <summary>The network's configuration is another one. On the loop: only hand it on.</summary>
    public event Action<NetworkConfig>? Reconfigured;

    /// <summary>Runs until it is stopped (the task completes) or something fails (the task fails).</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        await using ITimer timer = _time.CreateTimer(_ => PostTick(), null, s_tick, s_tick);
        try
        {
            while (await _mailbox.Reader.WaitToReadAsync(stop)) RunBatch();
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
        finally
        {
            _mailbox.Writer.TryComplete();
            _room.Release(Waiting);
            await _ended.CancelAsync();
        }
    }

    /// <summary>Posts a step. For steps that are few or bounded elsewhere, and for the loop's own.</summary>
    public void Post(Step step) => _mailbox.Writer.TryWrite((step, false));

    /// <summary>Posts a step that others send as fast as they like: waits while too many wait already.</summary>
    public async ValueTask PostAsync(Step step)
    {
        await _room.WaitAsync();
        if (!_mailbox.Writer.TryWrite((step, true))) _room.Release();
    }

    /// <summary>Completes when the condition holds; it is looked at after every batch.</summary>
    public Task WhenAsync(Func<LeafCore, bool> holds)
    {
        TaskCompletionSource told = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Post((_, _) => _awaited.Add((holds, told)));
        return told.Task;
    }

    public ValueTask EntryAsync(ulong seq, Entry entry) => PostAsync((core, now) => core.Applied(seq, entry, now));

    public ValueTask SkippedAsync(ulong seq, string why) => PostAsync((core, now) => core.Skipped(seq, now));

    public ValueTask ReloadedAsync(NetworkSnapshot saved, ReloadReason why) =>
        PostAsync((core, now) => core.Reloaded(saved, now, why));

    private void RunBatch()
    {
        int steps = 0, tookRoom = 0;
        long now = _clock.Now;
        while (steps < BatchSteps && _mailbox.Reader.TryRead(out var next))
        {
            next.Step(_core, now);
            steps++;
            if (next.TookRoom) tookRoom++;
        }

        if (tookRoom > 0) _room.Release(tookRoom);
        PostTurn();
        _core.FlushDirty();
        Sends.Send();
        Status = StatusNow();
        TellConfig();
        foreach (var (_, told) in _awaited.Where(a => a.Holds(_core))) told.TrySetResult();
        _awaited.RemoveAll(a => a.Told.Task.IsCompleted);
    }

    private void TellConfig()
    {
        NetworkConfig config = _core.Network.Config;
        if (ReferenceEquals(config, Config)) return;
        Config = config;
        Reconfigured?.Invoke(config);
    }

    // One session with a long answer continues behind all steps that wait now; the next one behind all that have come
    // then.
    private void PostTurn()
    {
        if (!_core.HasTurns || _turnWaits) return;
        _turnWaits = true;
        Post((core, now) =>
        {
            _turnWaits = false;
            core.Continue(now);
        });
    }

    // One tick at a time: a loop that is behind does not get the ticks that it missed.
    private void PostTick()
    {
        if (Interlocked.Exchange(ref _tickWaits, 1) == 1) return;
        Post((core, now) =>
        {
            Volatile.Write(ref _tickWaits, 0);
            core.Tick(now);
        });
    }

    private LeafStatus StatusNow() => new(
        _core.Network.Seq, _core.Network.Epoch, _core.Sessions, _core.Network.Users.Count, _core.IsFrozen,
        _core.TypingDropped)
    {
        Level = _core.Network.Level,
    };
}

/// <summary>
/// What a leaf tells of itself: its position in the log, its sessions, the users of the whole network, and whether the
/// network stands still.
/// </summary>
sealed record LeafStatus(ulong Seq, ulong Epoch, int Sessions, int Users, bool IsFrozen, long TypingDropped)
{
    /// <summary>The network's.</summary>
    public int Level { get; init; }
}
