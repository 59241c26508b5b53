using System.Net;
using IrcNats.Leaf;
using IrcNats.Leaf.Core;
using IrcNats.Leaf.Transport;
using IrcNats.Replication;
using IrcNats.Root.Core;
using IrcNats.State;
using IrcNats.Transcripts;
using IrcNats.Wire;
using Microsoft.Extensions.Logging.Abstractions;

namespace IrcNats.Integration.Tests.Leaf;

/// <summary>
/// A leaf with real sockets on loopback and a root in the same process: the writer runs on the leaf's loop, and what it
/// decides comes back through the mailbox. Everything in between goes through the wire format.
/// </summary>
sealed class TestLeaf : ILeafPorts, IRootPorts, IAsyncDisposable
{
    private readonly Writer _writer;
    private readonly TestDoor _door = TestDoor.OfTranscripts();
    private readonly CancellationTokenSource _stop = new();
    private readonly Metrics _metrics;
    private readonly Task _running;
    private Listeners? _listeners;
    private Lookups? _lookups;

    private TestLeaf(NetworkConfig config)
    {
        Network network = new();
        Entry election = Writer.Election(network, "root-1", config, Now);
        Replay.Apply(network, 1, election);
        _writer = new Writer(network, this, TestConfig.Secrets);
        LeafCore core = new("leaf-1", (ulong)Now, this);
        core.Applied(1, election, Now);
        core.BusChanged(connected: true, Now);
        Loop = new LeafLoop(core, TimeProvider.System);
        _metrics = new Metrics(() => Loop.Status);
        _running = Loop.RunAsync(_stop.Token);
    }

    public LeafLoop Loop { get; }

    /// <summary>Lines of clients that the core has taken.</summary>
    public long LinesIn => _metrics.LinesIn;

    /// <summary>For a listener: any port.</summary>
    public static ListenAddress AnyPort { get; } = new(IPAddress.Loopback, 0);

    public IPEndPoint Plain => At(0);

    public IPEndPoint Tls => At(1);

    public IPEndPoint At(int door) => _listeners!.EndPoints[door];

    private static long Now => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

    /// <summary>Starts one; without <paramref name="session"/> it has the limits of the transcripts.</summary>
    public static Task<TestLeaf> StartAsync(
        SessionConfig? session = null, int capacity = 1000, (string Cert, string Key)? tls = null) =>
        StartAsync(
            options => options with
            {
                Listen = [AnyPort], ListenTls = tls is null ? [] : [AnyPort],
                Certificates = tls is { } files ? [new TlsFiles(files.Cert, files.Key)] : [],
            },
            TestConfig.Public with { Session = session ?? TestConfig.Public.Session },
            capacity);

    /// <summary>With listeners of the test's own; <see cref="At"/> finds them in the order of the options' doors.
    /// </summary>
    public static async Task<TestLeaf> StartAsync(
        Func<LeafOptions, LeafOptions> with, NetworkConfig? config = null, int capacity = 1000,
        Lookups? lookups = null)
    {
        TestLeaf leaf = new(config ?? TestConfig.Public) { _lookups = lookups };
        if (lookups is not null)
            lookups.Answered += (lookup, found) => leaf.Loop.Post((core, now) => core.LookedUp(lookup, found, now));
        leaf.Loop.Post((core, now) => core.Start(now));
        await leaf.Loop.WhenAsync(core => core.IsUp).WaitAsync(TestClient.Patience);
        LeafOptions options = with(new LeafOptions { Name = "leaf-1", Bus = new() });
        leaf._listeners = await Listeners.StartAsync(
            options, new IrcConnectionHandler(leaf.Loop, leaf._metrics, TimeProvider.System),
            new WebSocketDoor(leaf.Loop, leaf._metrics, TimeProvider.System, options.ForwardedFrom),
            new Admission(capacity, NullLogger.Instance), NullLoggerFactory.Instance);
        return leaf;
    }

    /// <summary>A client that has been welcomed.</summary>
    public async Task<TestClient> JoinAsync(string nick, string? channel = null)
    {
        TestClient client = await TestClient.ConnectAsync(Plain);
        await client.RegisterAsync(nick);
        if (channel is null) return client;
        await client.SendAsync($"JOIN {channel}\r\n");
        await client.UntilAsync($" 366 {nick} {channel} ");
        return client;
    }

    /// <summary>Asks the loop's own core.</summary>
    public async Task<T> AskAsync<T>(Func<LeafCore, T> question)
    {
        TaskCompletionSource<T> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Loop.Post((core, _) => answer.SetResult(question(core)));
        return await answer.Task.WaitAsync(TestClient.Patience);
    }

    public void CloseDoors() => _listeners!.CloseDoors();

    public Task StopListeningAsync(TimeSpan within) => _listeners!.StopAsync(within);

    public async ValueTask DisposeAsync()
    {
        await _listeners!.StopAsync(TimeSpan.Zero);
        await _listeners.DisposeAsync();
        await _stop.CancelAsync();
        await _running;
        _metrics.Dispose();
    }

    bool ILeafPorts.Prove(Wanted wanted)
    {
        Loop.Post((core, now) => core.Proved(wanted, _door.Prove(wanted, "leaf-1", core.Incarnation, now), now));
        return true;
    }

    bool ILeafPorts.LookUp(Lookup lookup) => _lookups?.Begin(lookup) == true;

    // On the loop's thread, in the middle of the core's work: answers come back through the mailbox.
    void ILeafPorts.Send(Request request)
    {
        Assert.True(Codec.TryDecode(Codec.Encode(request), out Request? received, out string? error), error);
        _writer.Take(received, "leaf-1", Now);
        _writer.Flush();
    }

    void IRootPorts.Append(ulong seq, Entry entry)
    {
        Assert.True(Codec.TryDecode(Codec.Encode(entry), out Entry? stored, out string? error), error);
        Loop.Post((core, now) => core.Applied(seq, stored, now));
    }

    void IRootPorts.Reply(string to, Reply reply)
    {
        Assert.True(Codec.TryDecode(Codec.Encode(reply), out Reply? received, out string? error), error);
        Loop.Post((core, now) => core.Answered(received, now));
    }

    void IRootPorts.Faulted(Request request, Exception fault) =>
        throw new InvalidOperationException($"a handler threw at {request.Ask}", fault);
}
