using System.Security.Cryptography;
using IrcNats.Ports;
using IrcNats.Replication;
using IrcNats.Root.Config;
using IrcNats.Root.Core;
using IrcNats.Root.Metrics;
using IrcNats.State;
using IrcNats.Wire;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IrcNats.Root.Service;

/// <summary>
/// A root's life: load the newest snapshot, follow the log, take over when nobody is active, and then write until the
/// process ends. It keeps nothing on its own disk.
/// </summary>
public sealed partial class RootService(
    RootOptions options, LoadedConfig config, IBuses buses, ILoggerFactory logs, TimeProvider time)
    : BackgroundService
{
    /// <summary>Exit code of a root that is not the root any more: to be started again, as a standby.</summary>
    public const int FencedExit = 3;

    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(50);

    // Its own election is in the log; who does not get it from there ends, and is started again.
    private static readonly TimeSpan s_ownElection = TimeSpan.FromSeconds(30);

    private readonly ILogger _log = logs.CreateLogger("root");
    private readonly RootCounts _counts = new();
    private volatile LoadedConfig _config = config;
    private IRootBus _bus = null!;
    private StandbyReplica _standby = null!;
    private volatile Writer? _writer;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        RootLog.Starts(_log, options.Name, Environment.ProcessId);
        // While NATS and the log are waited for.
        _ = RehearseAsync();
        _bus = await buses.ConnectRootAsync(options.Name, _log, stoppingToken).SaidAsync(buses.Needs, _log, time);
        await using IRootBus bus = _bus;
        NetworkSnapshot? saved = await bus.LoadSnapshotAsync(stoppingToken).SaidAsync("a snapshot", _log, time);
        EndIfTooOld(saved?.Level ?? BuildLevel.First);
        _standby = Standby(saved is null ? new Network() : Network.Load(saved));
        using RootMetrics metrics = new(_counts, Status);
        bus.Beaten += beat => _standby.Heard(beat);
        bus.Reconnected += () =>
        {
            _standby.Reconnected();
            _mail.Writer.TryWrite(new ReconnectedMail());
        };
        bus.Requested += Requested;
        bus.Fenced += why => Die(why, FencedExit);
        await bus.FollowAsync(Grounds.Of(saved), _standby, stoppingToken).SaidAsync("the log", _log, time);
        _ = DieWithAsync(bus.Following);
        await using IAsyncDisposable directory = await bus.AnnounceAsync(Identity(), stoppingToken);
        SnapshotKeeper keeper = new(bus, options.SnapshotEvery, time, _log);
        Task keeping = keeper.RunAsync(() => _writer is not null, ReadAsync, stoppingToken);
        await bus.TakeOrdersAsync(CarryOutAsync, stoppingToken);
        await LookAtDoorAsync();
        for (bool first = true; !stoppingToken.IsCancellationRequested; first = false)
        {
            ulong epoch = await StandByAsync(first, stoppingToken);
            await WriteAsync(epoch, stoppingToken);
        }

        await keeping;
    }

    // Follows until this node is to write and its election is the log's next entry.
    private async Task<ulong> StandByAsync(bool first, CancellationToken stop)
    {
        for (bool look = first, said = false; ; look = false)
        {
            ulong seen = _standby.Read(net => net.Seq);
            if (await MustTakeOverAsync(look, stop) && await TryElectAsync(seen, stop) is { } epoch) return epoch;
            if (!said) Ready("standby");
            said = true;
            PassOverMail();
            await Task.WhenAny(_standby.Named, Task.Delay(s_look, time, stop));
            stop.ThrowIfCancellationRequested();
        }
    }

    private async Task RehearseAsync()
    {
        long began = time.GetTimestamp();
        await Task.Run(() => Rehearsal.Run(Now()), CancellationToken.None);
        RootLog.Rehearsed(_log, (long)time.GetElapsedTime(began).TotalMilliseconds);
    }

    // Returns the epoch it was elected in. Not if the log went on since it was seen: another root may have been elected
    // by then.
    private async Task<ulong?> TryElectAsync(ulong seen, CancellationToken stop)
    {
        (ulong seq, Entry election) = _standby.Read(net =>
        {
            _time.Begin(_standby.NetworkTime, net.Time);
            int dice = RandomNumberGenerator.GetInt32(Writer.EpochDice);
            return (net.Seq, Writer.Election(net, options.Name, _config.Public, Now(), dice));
        });
        if (seq != seen) return null;
        try
        {
            if (!await _bus.TryElectAsync(seq, election, stop)) return null;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            RootLog.ElectionFailed(_log, e.Message);
            return null;
        }

        await ReachedAsync(seq + 1, stop).WaitAsync(s_ownElection, time, stop);
        if (_standby.Read(net => Succession.MayWrite(net, options.Name, election.Epoch))) return election.Epoch;
        await _bus.StopWritingAsync();
        return null;
    }

    // Or until the log has gone back behind where it was then: it may not reach that far for long.
    private async Task ReachedAsync(ulong seq, CancellationToken stop)
    {
        while (_standby.Read(net => net.Seq) is var now && now < seq && now + 1 >= seq) await Task.Delay(1, stop);
    }

    private StandbyReplica Standby(Network network)
    {
        StandbyReplica standby = new(network, time);
        standby.Diverged += (own, root) =>
        {
            RootLog.Diverged(_log, own, root);
            _bus.Rebuild();
        };
        standby.Incomparable += () => RootLog.Incomparable(_log);
        standby.Outdated += EndAsTooOld;
        standby.Mended += differences =>
        {
            if (differences.Count == 0) RootLog.AsTheLogSays(_log);
            foreach (string difference in differences) RootLog.Differed(_log, difference);
        };
        return standby;
    }

    private async Task StandByAgainAsync(Network network, CancellationToken stop)
    {
        await _bus.StopWritingAsync();
        _standby = Standby(network);
        _standby.Said(Now());
        await _bus.FollowAsync(Grounds.Of(network), _standby, stop);
        _ = DieWithAsync(_bus.Following);
    }

    private async Task DieWithAsync(Task following)
    {
        await following.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (following.IsFaulted) Die(following.Exception.InnerException!.Message, exitCode: 1);
    }

    // At once: what it decided and the log does not have was shown to nobody.
    private void Die(string why, int exitCode)
    {
        RootLog.Ends(_log, why);
        Console.WriteLine($"{options.Name} ends: {why}");
        Environment.Exit(exitCode);
    }
}
