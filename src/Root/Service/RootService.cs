using IrcNats.Archives;
using IrcNats.History;
using IrcNats.Ports;
using IrcNats.Root.Config;
using IrcNats.Root.Core;
using IrcNats.Root.Metrics;
using IrcNats.State;
using IrcNats.Wire;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IrcNats.Root.Service;

/// <summary>
/// A root's process: connects to the bus, loads the newest snapshot, and then runs <see cref="RootCore"/> in a loop
/// until it is stopped. It keeps nothing on its own disk.
/// </summary>
public sealed class RootService(
    RootOptions options, LoadedConfig config, IBuses buses, ILoggerFactory logs, TimeProvider time)
    : BackgroundService
{
    // Whatever a root does at a time takes milliseconds; and how often it is looked at.
    private static readonly TimeSpan s_stuck = TimeSpan.FromSeconds(5), s_guard = TimeSpan.FromSeconds(0.5);

    // After this time a root that has just begun is done with what comes first.
    private static readonly TimeSpan s_settled = TimeSpan.FromSeconds(15);

    // As orders name who gives them.
    private static readonly string s_owner = $"{Environment.UserName}@{Environment.MachineName}";

    private readonly ILogger _log = logs.CreateLogger("root");
    private readonly RootCounts _counts = new();
    private volatile LoadedConfig _config = config;
    private volatile RootShell? _shell;

    /// <summary>Reads the configuration file again, and says what came of it; null: there is no file.</summary>
    public Func<IReadOnlyList<string>>? RereadConfig { get; set; }

    /// <summary>A new configuration was read and found good; it holds from the next entry on. From any thread.
    /// </summary>
    public void Reconfigure(LoadedConfig changed)
    {
        _config = changed;
        _shell?.Loop.Post((core, now) => core.Reconfigured(changed, now));
    }

    /// <summary>The file was read again because of SIGHUP, and this came of it. From any thread.</summary>
    public void RereadBySignal(IReadOnlyList<string> lines) =>
        _shell?.Loop.Post((core, now) => core.RereadBySignal(s_owner, lines, now));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        RootLog.Starts(_log, options.Name, Environment.ProcessId);
        await using IRootBus bus = await buses.ConnectRootAsync(options.Name, _log, stoppingToken)
            .SaidAsync(buses.Needs, _log, time);
        NetworkSnapshot? saved = await bus.LoadSnapshotAsync(stoppingToken).SaidAsync("a snapshot", _log, time);
        RootShell shell = new(options.Name, bus, _counts, time, _log, stoppingToken) { RereadConfig = RereadConfig };
        if (saved?.Level > BuildLevel.Current) shell.End(BuildLevel.TooOld(saved.Level), BuildLevel.TooOldExit);
        await RunAsync(bus, shell, saved, stoppingToken);
    }

    private async Task RunAsync(IRootBus bus, RootShell shell, NetworkSnapshot? saved, CancellationToken stop)
    {
        RootLoop loop = shell.Loop;
        RootWords words = new(options.Name, _counts, _log);
        RootCore root = new(Settings(), _config, saved, shell, words, loop.Now);
        await using NetworkArchive archive = new(
            (config, enough) => bus.OpenArchiveAsync(
                config.Datastore.JetStream, HistoryRetention.Of(config.History), enough),
            options.Cassandra, options.Bus.Network, writes: true, time, logs.CreateLogger("archive"));
        loop.Reconfigured += archive.Configure;
        shell.Archives = archive;
        // Ended before the archive that it writes.
        await using RootShell held = shell;
        using RootMetrics metrics = new(_counts, () => loop.State, time);
        Task running = loop.RunAsync(root);
        await using ITimer guard = time.CreateTimer(_ => EndIfStuck(shell), null, s_guard, s_guard);
        using CancellationTokenRegistration stopping = stop.Register(() => loop.Post((core, now) => core.Stop(now)));
        _shell = shell;
        loop.Post((core, now) =>
        {
            // What was read again before the loop was there.
            core.Reconfigured(_config, now);
            core.Start();
        });
        if (await Task.WhenAny(shell.CaughtUp, running) != running)
        {
            await using IAsyncDisposable directory = await bus.AnnounceAsync(Identity(bus, loop), stop);
            await bus.TakeOrdersAsync(shell.CarryOutAsync, stop);
            shell.StandBy();
            if (options.Rehearses) _ = RehearseAsync(stop);
            await running;
        }

        await running;
    }

    private RootSettings Settings() => new(
        options.Name, options.SnapshotEvery, (long)options.DigestEvery.TotalMilliseconds)
    {
        KeepLevel = options.KeepLevel, IsAlone = options.Data is not null,
    };

    // Begins when the root stands by: its start comes first, since the active root may die before it has the log. What
    // is done once a minute comes later still: whoever takes over needs the processor for that.
    private async Task RehearseAsync(CancellationToken stop)
    {
        long began = time.GetTimestamp();
        await Task.Run(() => Rehearsal.Run(time.GetUtcNow().ToUnixTimeMilliseconds()), CancellationToken.None);
        RootLog.Rehearsed(_log, (long)time.GetElapsedTime(began).TotalMilliseconds);
        await Task.Delay(s_settled, time, stop);
        await Task.Run(() => Rehearsal.RunWhole(time.GetUtcNow().ToUnixTimeMilliseconds()), stop);
    }

    // A handler that never comes back must not keep the network from having another root. Nobody in the loop can see
    // to that: it is on a thread of its own.
    private void EndIfStuck(RootShell shell)
    {
        TimeSpan busy = shell.Loop.Busy;
        if (busy < s_stuck) return;
        RootLog.Stuck(_log, busy.TotalSeconds);
        shell.End("the writer stands still", exitCode: 1);
    }

    private ServiceIdentity Identity(IRootBus bus, RootLoop loop)
    {
        DateTimeOffset started = time.GetUtcNow();
        return new ServiceIdentity
        {
            Name = "ircnats-root",
            Id = $"{options.Name}-{started.ToUnixTimeMilliseconds():x}",
            Description = "IrcNats root: the one writer of the log, or its standby",
            Endpoint = "commands",
            Subject = bus.Subjects.Commands,
            Started = started,
            Metadata = () => Metadata(loop.State),
            Counts = _counts.Read,
        };
    }

    private Dictionary<string, string> Metadata(RootState state) => new()
    {
        ["role"] = state.IsActive ? "root" : "standby",
        ["node"] = options.Name,
        ["state"] = "available",
        ["network"] = options.Bus.Network,
        ["epoch"] = $"{state.Epoch}",
        ["seq"] = $"{state.Seq}",
        ["pid"] = $"{Environment.ProcessId}",
        ["version"] = Software.Number,
        [ServiceIdentity.Level] = $"{BuildLevel.Current}",
        [ServiceIdentity.NetworkLevel] = $"{state.Level}",
    };
}
