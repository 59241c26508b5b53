using System.Threading.Channels;
using IrcNats.Adapters;
using IrcNats.Commands;
using IrcNats.Replication;
using IrcNats.Root.Config;
using IrcNats.Root.Core;
using IrcNats.Root.Metrics;
using IrcNats.Root.Passwords;
using IrcNats.State;
using IrcNats.Wire;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Channel = System.Threading.Channels.Channel;

namespace IrcNats.Root.Service;

/// <summary>
/// A root's life: load the newest snapshot, follow the log, take over when nobody is active, and then write until the
/// process ends. It keeps nothing on its own disk.
/// </summary>
public sealed partial class RootService(
    RootOptions options, LoadedConfig config, Prover prover, ILoggerFactory logs, TimeProvider time)
    : BackgroundService
{
    /// <summary>Exit code of a root that is not the root any more: to be started again, as a standby.</summary>
    public const int FencedExit = 3;

    private static readonly TimeSpan s_beat = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(50), s_tick = TimeSpan.FromMilliseconds(100);

    // Its own election is in the log; who does not get it from there ends, and is started again.
    private static readonly TimeSpan s_ownElection = TimeSpan.FromSeconds(30);

    // For a root that is stopped to have its last entry stored.
    private static readonly TimeSpan s_farewell = TimeSpan.FromSeconds(1);

    // Requests that wait for the loop; one dropped here is sent again by its leaf.
    private const int Mailbox = 65536;

    private readonly ILogger _log = logs.CreateLogger("root");
    private readonly Channel<RootMail> _mail = Channel.CreateBounded<RootMail>(
        new BoundedChannelOptions(Mailbox) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
    private readonly Dictionary<string, Queue<RequestMail>> _held = [];
    private readonly RootCounts _counts = new();
    private LoadedConfig _config = config;
    private RootBus _bus = null!;
    private StandbyReplica _standby = null!;
    private volatile Writer? _writer;
    private string? _resigning;
    private ulong _marked;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        RootLog.Starts(_log, options.Name, Environment.ProcessId);
        _bus = await RootBus.ConnectAsync(options.Bus, options.Name, options.Replicas, time, _log, stoppingToken)
            .SaidAsync("NATS and its streams", _log, time);
        await using RootBus bus = _bus;
        NetworkSnapshot? saved = await bus.LoadSnapshotAsync(stoppingToken).SaidAsync("a snapshot", _log, time);
        EndIfTooOld(saved?.Level ?? Levels.First);
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
        await using ServiceDirectory directory = await ServiceDirectory.StartAsync(bus, Identity(), stoppingToken);
        SnapshotKeeper keeper = new(bus, options.SnapshotEvery, time, _log);
        Task keeping = keeper.RunAsync(() => _writer is not null, ReadAsync, stoppingToken);
        await bus.TakeOrdersAsync(CarryOutAsync, stoppingToken);
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
            if (!said)
            {
                Ready("standby");
                _ = RehearseAsync();
            }

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
            (net.Seq, Writer.Election(net, options.Name, _config.Public, Now())));
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

    private async Task ReachedAsync(ulong seq, CancellationToken stop)
    {
        while (_standby.Read(net => net.Seq) < seq) await Task.Delay(1, stop);
    }

    private async Task WriteAsync(ulong epoch, CancellationToken stop)
    {
        await _bus.StopFollowingAsync().SaidAsync("the last entry of others", _log, time);
        Network network = _standby.Read(net => net);
        if (!Succession.MayWrite(network, options.Name, epoch))
        {
            // Another root wrote before this one had begun.
            await StandByAgainAsync(network, stop);
            return;
        }

        await _bus.BeginAppendingAsync(network.Seq, stop);
        Writer writer = new(network, this);
        (_writer, _takeover, _alarmed, _ordered, _resigning) = (writer, false, false, null, null);
        using CancellationTokenSource writing = CancellationTokenSource.CreateLinkedTokenSource(stop);
        PassOverMail();
        _bus.TakeRequests();
        await BeatAsync(network.Seq);
        Ready("active");
        Task beating = BeatAsync(writing.Token);
        await using ITimer marking = time.CreateTimer(
            _ => _mail.Writer.TryWrite(new MarkMail()), null, options.DigestEvery, options.DigestEvery);
        await using ITimer ticking = time.CreateTimer(_ => _mail.Writer.TryWrite(new TickMail()), null, s_tick, s_tick);
        try
        {
            await LoopAsync(writer, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            writer.Resign(Writer.Anyone, Now());
            using CancellationTokenSource patience = new(s_farewell, time);
            await StoredAsync(network, patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await writing.CancelAsync();
        await beating;
        if (_resigning is not null) await StepDownAsync(network, stop);
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

    // What it decided is stored before anyone else may write; then it is a standby like any other.
    private async Task StepDownAsync(Network network, CancellationToken stop)
    {
        await StoredAsync(network, stop);
        _writer = null;
        await StandByAgainAsync(network, stop);
    }

    private async Task StandByAgainAsync(Network network, CancellationToken stop)
    {
        await _bus.StopWritingAsync();
        _standby = Standby(network);
        await _bus.FollowAsync(Grounds.Of(network), _standby, stop);
        _ = DieWithAsync(_bus.Following);
    }

    private async Task StoredAsync(Network network, CancellationToken stop)
    {
        while (_bus.Committed < network.Seq) await Task.Delay(1, stop);
    }

    // THE loop: takes what waits, closes the entry when nothing does. Nobody else touches the writer.
    private async Task LoopAsync(Writer writer, CancellationToken stop)
    {
        ChannelReader<RootMail> mail = _mail.Reader;
        while (await mail.WaitToReadAsync(stop))
        {
            while (mail.TryRead(out RootMail? next))
            {
                if (!_bus.HasRoom)
                {
                    writer.Flush();
                    await _bus.WaitForRoomAsync().WaitAsync(stop);
                }

                Volatile.Write(ref _began, time.GetTimestamp());
                Handle(writer, next);
                Volatile.Write(ref _began, 0);
            }

            writer.Flush();
            if (_resigning is null) continue;
            writer.Resign(_resigning, Now());
            return;
        }
    }

    private void Handle(Writer writer, RootMail mail)
    {
        switch (mail)
        {
            case RequestMail request when request.For == writer:
                Take(writer, request);
                break;
            case ProvedMail proved when proved.For == writer:
                writer.Take(proved.Request, proved.ReplyTo, proved.Proof, Now());
                ReleaseHeld(writer, proved.Request.Leaf);
                break;
            case ConfigMail changed:
                Adopt(changed.Config);
                writer.Reconfigure(changed.Config.Public, Now());
                break;
            case ResignMail resign:
                _resigning = resign.To;
                break;
            case TickMail:
                // While the bus is away no leaf is heard, and none is lost.
                if (_bus.IsOpen) writer.Tick(Now());
                LookAtLevels(writer);
                break;
            case LevelMail levels:
                Raise(writer, levels.Lowest);
                break;
            case MarkMail when writer.Network.Seq > _marked:
                writer.Mark(Now());
                _marked = writer.Network.Seq;
                break;
            case ReconnectedMail:
                writer.Reconnected(Now());
                break;
            case LookMail:
                writer.Look(Now());
                break;
            case ReadMail read:
                read.Run(writer.Network);
                break;
        }
    }

    // Names the sequence that was stored a beat ago: what its reader has not got by now was lost on the way.
    private async Task BeatAsync(CancellationToken stop)
    {
        using PeriodicTimer timer = new(s_beat, time);
        ulong before = _bus.Committed;
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                EndIfStuck();
                await BeatAsync(before);
                before = _bus.Committed;
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private ValueTask BeatAsync(ulong seq) =>
        _bus.BeatAsync(new Beat(Payload.FormatVersion, _writer!.Epoch, options.Name, seq, Now()));

    // Where the network may be read: in the loop when active, between entries when not.
    private async Task<byte[]> ReadAsync(Func<Network, byte[]> read)
    {
        if (_writer is null) return _standby.Read(read);
        ReadMail mail = new(read);
        await _mail.Writer.WriteAsync(mail);
        return await mail.Result;
    }

    private sealed record ReadMail(Func<Network, byte[]> Read) : RootMail
    {
        private readonly TaskCompletionSource<byte[]> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<byte[]> Result => _result.Task;

        public bool Run(Network net) => _result.TrySetResult(Read(net));
    }

    private void Ready(string role)
    {
        (ulong epoch, ulong seq) = _standby.Read(net => (net.Epoch, net.Seq));
        Console.WriteLine($"{options.Name} ready: {role}, epoch {epoch}, seq {seq}");
    }

    private RootStatus Status() => _standby.Read(net =>
        new RootStatus(_writer is not null, net.Epoch, _writer is null ? net.Seq : _bus.Committed));

    private ServiceIdentity Identity()
    {
        DateTimeOffset started = time.GetUtcNow();
        return new ServiceIdentity
        {
            Name = "ircnats-root",
            Id = $"{options.Name}-{started.ToUnixTimeMilliseconds():x}",
            Description = "IrcNats root: the one writer of the log, or its standby",
            Endpoint = "commands",
            Subject = _bus.Subjects.Commands,
            Started = started,
            Metadata = () => new Dictionary<string, string>
            {
                ["role"] = _writer is null ? "standby" : "root",
                ["node"] = options.Name,
                ["state"] = "available",
                ["network"] = options.Bus.Network,
                ["epoch"] = $"{_standby.Read(net => net.Epoch)}",
                ["seq"] = $"{(_writer is null ? _standby.Read(net => net.Seq) : _bus.Committed)}",
                ["pid"] = $"{Environment.ProcessId}",
                ["version"] = Software.Number,
                [ServiceDirectory.Level] = $"{Levels.Current}",
                [ServiceDirectory.NetworkLevel] = $"{_standby.Read(net => net.Level)}",
            },
            Counts = _counts.Read,
        };
    }

    private long Now() => time.GetUtcNow().ToUnixTimeMilliseconds();

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
