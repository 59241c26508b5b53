using System.Globalization;
using System.Security.Cryptography;
using IrcNats.Archives;
using IrcNats.Leaf.Core;
using IrcNats.Leaf.History;
using IrcNats.Leaf.Proving;
using IrcNats.Leaf.Rehearsing;
using IrcNats.Leaf.Transport;
using IrcNats.Ports;
using IrcNats.Replication;
using IrcNats.State;
using IrcNats.Wire;
using Microsoft.Extensions.Logging;

namespace IrcNats.Leaf;

/// <summary>A whole leaf, in its own process or in a root's: bus, loop and listeners, from start to stop.</summary>
public sealed class LeafService(LeafOptions options, IBuses buses, ILoggerFactory logs, TimeProvider time)
{
    // Time for the root to hear of every session's end, and for work that has no time limit of its own.
    private static readonly TimeSpan s_farewell = TimeSpan.FromSeconds(2), s_disposal = TimeSpan.FromSeconds(0.5);

    // After this time clients are let in although the rehearsal continues: the first of them may wait for it, but the
    // leaf is there.
    private static readonly TimeSpan s_rehearsal = TimeSpan.FromSeconds(0.2);

    private readonly ILogger _log = logs.CreateLogger("IrcNats.Leaf");
    private readonly DateTimeOffset _started = time.GetUtcNow();
    private readonly TaskCompletionSource<string> _tooOld = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile Listeners? _listeners;
    private Task _rehearsed = Task.CompletedTask;

    /// <summary>Shows renewed certificates from now on. From any thread.</summary>
    public void RefreshCertificates() => _listeners?.RefreshCertificates();

    /// <summary>Runs until it is stopped. If it fails, its process must end.</summary>
    /// <exception cref="Hosting.OptionException">The options cannot be carried out here.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        int capacity = Admission.CapacityFor(OpenFiles.Limit(), options.MaxClients);
        // Runs while NATS, the log and a root are waited for.
        if (options.Rehearses) _rehearsed = Task.Run(RehearseAsync, CancellationToken.None);
        try
        {
            ILeafBus bus = await buses.ConnectLeafAsync(options.Name, _log, stop)
                .SaidAsync(buses.Needs, _log, time);
            try
            {
                await RunAsync(bus, new Admission(capacity, _log), stop);
            }
            finally
            {
                // Without NATS, lines that it should still send must not keep the process.
                await Task.WhenAny(bus.DisposeAsync().AsTask(), Task.Delay(s_disposal, time, CancellationToken.None));
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopped before it was ready.
        }
    }

    private async Task RunAsync(ILeafBus bus, Admission admission, CancellationToken stop)
    {
        NetworkSnapshot? saved = await bus.LoadSnapshotAsync(stop).SaidAsync("a snapshot", _log, time);
        if (saved?.Level > BuildLevel.Current) throw new TooOldException(BuildLevel.TooOld(saved.Level));
        ulong incarnation = (ulong)_started.ToUnixTimeMilliseconds();
        Lookups lookups = new(
            new HostNames(DnsNames.OfSystem().FindAsync, time),
            new Blocklists(DnsNames.ClientOfSystem(), time, (zone, why) => Log.BlocklistFails(_log, zone, why)),
            new AddressChecks(time, (socket, why) => Log.CheckFails(_log, socket, why)), new Ident(), time);
        Prover prover = new(bus.AskAsync, HashPool.OfMachine(), options.Name, incarnation, time, _log);
        await using NetworkArchive archive = new(
            (_, enough) => bus.OpenArchiveAsync(enough), options.Cassandra, options.Bus.Network, writes: false, time,
            _log);
        HistoryReader history = new(new OlderMessages(archive, bus.ReadAsync), time, _log);
        using PlaceFiles places = new(
            options.PlaceFiles, time, (file, why) => Log.PlacesUnusable(_log, file, why),
            (file, what) => Log.PlacesRead(_log, file, what));
        BusPorts ports = new(bus, lookups, prover, history, places);
        LeafLoop loop = new(new LeafCore(options.Name, incarnation, ports, saved), time);
        archive.Configure(loop.Config);
        loop.Reconfigured += archive.Configure;
        lookups.Answered += (lookup, found) => loop.Post((core, now) => core.LookedUp(lookup, found, now));
        prover.Answered += (wanted, proved) => loop.Post((core, now) => core.Proved(wanted, proved, now));
        history.Answered += (wanted, found) => loop.Post((core, now) => core.HistoryFound(wanted, found, now));
        using CancellationTokenSource ending = new();
        Task running = loop.RunAsync(ending.Token);
        await StartAsync(bus, loop, running, Grounds.Of(saved), stop);

        await Task.WhenAny(_rehearsed, Task.Delay(s_rehearsal, time, stop));
        using Metrics metrics = new(() => loop.Status);
        IrcConnectionHandler handler = new(loop, metrics, time);
        WebSocketDoor web = new(loop, metrics, time, options.ForwardedFrom);
        await using Listeners listeners = await Listeners.StartAsync(options, handler, web, admission, logs);
        Drain drain = new(options.Name, loop, listeners, time);
        _listeners = listeners;
        await using IAsyncDisposable directory =
            await bus.AnnounceAsync(IdentityOf(loop, metrics, bus, listeners, drain), stop);
        string addresses = string.Join(", ", listeners.Addresses);
        Console.WriteLine(
            $"{options.Name} ready: {addresses}, up to {admission.Capacity} clients, seq {loop.Status.Seq}");

        await bus.TakeOrdersAsync(drain.CarryOutAsync, stop);
        _ = LeaveWhenTooOldAsync(drain);
        await FirstAsync(Task.WhenAny(Task.Delay(Timeout.Infinite, stop), drain.Empty), running, bus.Following);
        await StopAsync(loop, listeners);
        await ending.CancelAsync();
        await running;
        await EndIfTooOldAsync();
    }

    private async Task RehearseAsync()
    {
        long began = time.GetTimestamp();
        try
        {
            await Rehearsal.RunAsync(time);
            Log.Rehearsed(_log, (long)time.GetElapsedTime(began).TotalMilliseconds);
        }
        catch (Exception fault)
        {
            Log.RehearsalFailed(_log, fault);
        }
    }

    private async Task StartAsync(ILeafBus bus, LeafLoop loop, Task running, Grounds from, CancellationToken stop)
    {
        loop.Post((core, _) => Attend(core, bus));
        bus.Replied += reply => loop.Post((core, now) => core.Answered(reply, now));
        bus.Beaten += beat => loop.Post((core, now) => core.Beaten(beat, now));
        bus.Connected += connected => loop.Post((core, now) => core.BusChanged(connected, now));
        loop.Post((core, now) => core.BusChanged(connected: true, now));
        Log.Following(_log, from.Seq);
        await bus.FollowAsync(from, loop, stop).SaidAsync("the log", _log, time);
        loop.Post((core, now) => core.Start(now));
        Log.WaitingForRoot(_log);
        Task isUp = loop.WhenAsync(core => core.IsUp).WaitAsync(stop);
        await FirstAsync(Task.WhenAny(isUp, _tooOld.Task), running, bus.Following)
            .SaidAsync("a root", _log, time);
        await EndIfTooOldAsync();
        stop.ThrowIfCancellationRequested();
    }

    // Its clients would wait for ever. They are sent away, to a leaf that serves them, and the process ends.
    private async Task LeaveWhenTooOldAsync(Drain drain)
    {
        Log.TooOld(_log, await _tooOld.Task);
        drain.Begin();
    }

    private async Task EndIfTooOldAsync()
    {
        if (_tooOld.Task.IsCompleted) throw new TooOldException(await _tooOld.Task);
    }

    // Faults that the core finds are logged; a replica that is wrong is made anew.
    private void Attend(LeafCore core, ILeafBus bus)
    {
        core.Diverged += (own, root) =>
        {
            Log.Diverged(_log, own, root, core.Network.Users.Count, core.Network.Channels.Count);
            bus.Rebuild();
        };
        core.Spoilt += (seq, why) =>
        {
            Log.Spoilt(_log, why);
            bus.RebuildAt(seq);
        };
        core.Incomparable += () => Log.Incomparable(_log);
        core.Outdated += why => _tooOld.TrySetResult(why);
        core.Mended += differences =>
        {
            if (differences.Count == 0) Log.AsTheLogSays(_log);
            foreach (string difference in differences) Log.Differed(_log, difference);
        };
        core.GatewayRefused += (address, why) => Log.GatewayRefused(_log, address, why);
        core.Faulted += (what, fault) => Log.HandlerThrew(_log, what, fault);
    }

    // Listeners close first, so that nobody comes in while the others are told.
    private async Task StopAsync(LeafLoop loop, Listeners listeners)
    {
        Log.Stopping(_log, loop.Status.Sessions);
        Task closed = listeners.StopAsync(s_farewell);
        loop.Post((core, now) => core.CloseAll("Server shutting down", now));
        Task answered = loop.WhenAsync(core => core.Unanswered == 0);
        await Task.WhenAny(answered, Task.Delay(s_farewell, time));
        if (!answered.IsCompleted) Log.Unanswered(_log);
        await closed;
    }

    // The loop and the log's follower only end by failing; then this process fails, too.
    private static async Task FirstAsync(Task wanted, params Task[] failing)
    {
        Task first = await Task.WhenAny([wanted, .. failing]);
        if (first == wanted) return;
        await first;
        throw new InvalidOperationException("A part of the leaf ended on its own.");
    }

    private ServiceIdentity IdentityOf(
        LeafLoop loop, Metrics metrics, ILeafBus bus, Listeners listeners, Drain drain) => new()
    {
        Name = "ircnats-leaf",
        Id = $"{options.Name}-{_started.ToUnixTimeMilliseconds()}",
        Description = "lets IRC clients in",
        Endpoint = "irc",
        Subject = bus.Subjects.Replies(options.Name),
        Started = _started,
        Metadata = () => new Dictionary<string, string>
        {
            ["role"] = "leaf",
            ["node"] = options.Name,
            ["state"] = drain.IsOn ? "draining" : loop.Status.IsFrozen ? "read-only" : "available",
            ["network"] = options.Bus.Network,
            ["version"] = Software.Number,
            [ServiceIdentity.Level] = $"{BuildLevel.Current}",
            [ServiceIdentity.NetworkLevel] = $"{loop.Status.Level}",
            ["pid"] = Environment.ProcessId.ToString(CultureInfo.InvariantCulture),
            ["addresses"] = string.Join(", ", listeners.Addresses),
            ["epoch"] = loop.Status.Epoch.ToString(CultureInfo.InvariantCulture),
            ["seq"] = loop.Status.Seq.ToString(CultureInfo.InvariantCulture),
            ["clients"] = loop.Status.Sessions.ToString(CultureInfo.InvariantCulture),
            ["users"] = loop.Status.Users.ToString(CultureInfo.InvariantCulture),
        },
        Counts = () => new ServiceCounts(metrics.LinesIn, 0, "", metrics.ProcessingTime),
    };

    private sealed class BusPorts(
        ILeafBus bus, Lookups lookups, Prover prover, HistoryReader history, PlaceFiles places) : ILeafPorts
    {
        public void Send(Request request) => bus.Send(request);

        public string NewToken() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

        public bool LookUp(Lookup lookup) => lookups.Begin(lookup);

        public Location? PlaceOf(string address) => places.Find(address);

        public bool Prove(Wanted wanted) => prover.Begin(wanted);

        public bool ReadHistory(HistoryWanted wanted) => history.Begin(wanted);
    }
}
