using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using IrcNats.Hosting;
using IrcNats.Replication;
using IrcNats.Root.Core;
using IrcNats.State;
using IrcNats.Wire;
using Channel = System.Threading.Channels.Channel;

namespace IrcNats.Root.Service;

/// <summary>Something that happened, to be fed to the core at its turn.</summary>
delegate void RootStep(RootCore core, Moment now);

/// <summary>
/// THE loop that owns a root's core, whether it writes or stands by: everything reaches the core through one mailbox.
/// What others want to know of it is in <see cref="State"/>. When the loop fails, <see cref="RunAsync"/> does, and the
/// process must end.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = Undisposed)]
sealed class RootLoop : ILogSink
{
    private const string Undisposed =
        "The bus may post when it has ended; neither field holds anything of the system.";

    // Requests and questions that wait; beyond that they are dropped, and sent again by their leaf.
    private const int MostRequests = 65_536;

    // Entries of the log that wait; the log's follower waits beyond that.
    private const int MostEntries = 1024;

    // Steps fed in before what the log has acknowledged is looked at again, and State is made anew.
    private const int BatchSteps = 256;

    private enum Lane
    {
        Open,
        Request,
        Entry,
    }

    private readonly TimeProvider _time;
    private readonly SteadyClock _clock;
    private readonly Channel<(RootStep Step, Lane Lane)> _mailbox =
        Channel.CreateUnbounded<(RootStep, Lane)>(new() { SingleReader = true });
    private readonly SemaphoreSlim _entries = new(MostEntries);
    private readonly RootStep _first, _wake;
    private volatile RootState _state = new(false, 0, 0, BuildLevel.First);
    private ITimer? _alarm;
    private NetworkConfig? _config;
    private int _requests;
    private long _began, _armedFor = long.MaxValue;
    private bool _isOver;

    /// <param name="first">Fed in before every batch of steps.</param>
    /// <param name="wake">Fed in when the core asked for it: <see cref="RootCore.WakeAt"/>.</param>
    public RootLoop(TimeProvider time, RootStep first, RootStep wake) =>
        (_time, _clock, _first, _wake) = (time, new SteadyClock(time), first, wake);

    /// <summary>As of a moment ago; from any thread.</summary>
    public RootState State => _state;

    /// <summary>The network's configuration is another one. On the loop: only hand it on.</summary>
    public event Action<NetworkConfig>? Reconfigured;

    /// <summary>What time it is now; from any thread.</summary>
    public Moment Now => new(_clock.Now, _clock.Wall);

    /// <summary>How long the step that is being done now has taken; from any thread. Zero: none is.</summary>
    public TimeSpan Busy =>
        Volatile.Read(ref _began) is > 0 and var began ? _time.GetElapsedTime(began) : TimeSpan.Zero;

    /// <summary>Runs until it is ended (the task completes) or something fails (the task fails).</summary>
    public async Task RunAsync(RootCore core)
    {
        await using ITimer alarm = _time.CreateTimer(
            _ => Post(Wake), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _alarm = alarm;
        while (!_isOver && await _mailbox.Reader.WaitToReadAsync()) RunBatch(core);
    }

    /// <summary>Ends the loop behind this step; only a step may say so.</summary>
    public void End() => _isOver = true;

    /// <summary>For what is few or bounded elsewhere; from any thread.</summary>
    public void Post(RootStep step) => _mailbox.Writer.TryWrite((step, Lane.Open));

    /// <summary>For what leaves send: dropped when too much of it waits. From any thread.</summary>
    public void PostRequest(RootStep step)
    {
        if (Interlocked.Increment(ref _requests) > MostRequests) Interlocked.Decrement(ref _requests);
        else _mailbox.Writer.TryWrite((step, Lane.Request));
    }

    public ValueTask EntryAsync(ulong seq, Entry entry) => PostEntryAsync((core, now) => core.Entry(seq, entry, now));

    public ValueTask SkippedAsync(ulong seq, string why) => PostEntryAsync((core, now) => core.Skipped(seq, now));

    public ValueTask ReloadedAsync(NetworkSnapshot saved, ReloadReason why) =>
        PostEntryAsync((core, now) => core.Reloaded(saved, why, now));

    /// <summary>The time since the step began, or since it was asked last; only a step may ask.</summary>
    public TimeSpan Lap()
    {
        long now = _time.GetTimestamp();
        TimeSpan lap = _time.GetElapsedTime(_began, now);
        Volatile.Write(ref _began, now);
        return lap;
    }

    private async ValueTask PostEntryAsync(RootStep step)
    {
        await _entries.WaitAsync();
        _mailbox.Writer.TryWrite((step, Lane.Entry));
    }

    private void RunBatch(RootCore core)
    {
        Feed(core, _first);
        int requests = 0, entries = 0;
        for (int steps = 0; steps < BatchSteps && !_isOver && _mailbox.Reader.TryRead(out var next); steps++)
        {
            Feed(core, next.Step);
            if (next.Lane == Lane.Request) requests++;
            else if (next.Lane == Lane.Entry) entries++;
        }

        Interlocked.Add(ref _requests, -requests);
        if (entries > 0) _entries.Release(entries);
        if (!_mailbox.Reader.TryPeek(out _)) Feed(core, Rest);
        _state = core.State;
        TellConfig(core.Network.Config);
        SetAlarm(core.WakeAt);
    }

    private void TellConfig(NetworkConfig config)
    {
        if (ReferenceEquals(config, _config)) return;
        _config = config;
        Reconfigured?.Invoke(config);
    }

    private static void Rest(RootCore core, Moment now) => core.Rest(now);

    // An alarm that rings too early does no harm: it is set again.
    private void Wake(RootCore core, Moment now)
    {
        _armedFor = long.MaxValue;
        _wake(core, now);
    }

    private void SetAlarm(long at)
    {
        if (at >= _armedFor) return;
        _armedFor = at;
        long left = Math.Max(0, at - _clock.Now);
        _alarm!.Change(TimeSpan.FromMilliseconds(left), Timeout.InfiniteTimeSpan);
    }

    private void Feed(RootCore core, RootStep step)
    {
        Volatile.Write(ref _began, _time.GetTimestamp());
        step(core, Now);
        Volatile.Write(ref _began, 0);
    }
}
