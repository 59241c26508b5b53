using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text.Json;
using IrcNats.Wire;
using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;

namespace IrcNats.Integration.Tests.Cluster;

/// <summary>
/// A whole network of real processes on this machine: nats-server with a store of its own, root, leaves. Everything is
/// killed at the end, and nothing stays.
/// </summary>
sealed class RealCluster : IStageSite, IAsyncDisposable
{
    private static readonly string s_bin = AppContext.BaseDirectory;
    private static int s_clusters;
    private static int s_ports = Random.Shared.Next(22_000);

    private readonly DirectoryInfo _store = Directory.CreateTempSubdirectory("ircnats-cluster-");

    private readonly int _natsPort = FreePort();
    private readonly int[] _leafPorts;
    private readonly string _logs, _config;
    private readonly ClusterShape _shape;
    private NatsConnection? _bus;

    private RealCluster(ClusterShape shape, string test)
    {
        _shape = shape;
        _leafPorts = [.. Enumerable.Range(0, shape.Leaves).Select(_ => FreePort())];
        _logs = Directory.CreateDirectory(
            Path.Combine(s_bin, "logs", $"{test}-{Interlocked.Increment(ref s_clusters)}")).FullName;
        _config = Path.Combine(_logs, "ircnats.yaml");
        Nats = new Node("nats-1", _logs, NatsCommand, "Server is ready");
        Root = new Node("root-1", _logs, () => RootCommand("root-1"), "root-1 ready: ");
        Standby = new Node("root-2", _logs, () => RootCommand("root-2"), "root-2 ready: ");
        Leaves = [.. Enumerable.Range(1, shape.Leaves).Select(LeafNode)];
        if (shape.DetourForFirstLeaf || shape.DetourForRoot) Detour = new Detour(_natsPort);
    }

    public Node Nats { get; }
    public Node Root { get; }
    public Node Standby { get; }
    public IReadOnlyList<Node> Leaves { get; }

    /// <summary>The first leaf's or root's way to NATS, when the shape has one.</summary>
    public Detour? Detour { get; }

    public Subjects Subjects { get; } = new();

    /// <summary>A connection to the cluster's NATS, as an operator or an intruder has one.</summary>
    public NatsConnection Bus => _bus ??= new NatsConnection(new NatsOpts { Url = Url, Name = "the tests" });

    /// <summary>The roots' file.</summary>
    public string Config => _config;

    public string Url => $"nats://127.0.0.1:{_natsPort}";

    public static async Task<RealCluster> StartAsync(ClusterShape? shape = null, [CallerFilePath] string test = "")
    {
        RealCluster cluster = new(shape ?? new ClusterShape(), Path.GetFileNameWithoutExtension(test));
        try
        {
            await cluster.StartAllAsync();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// A port that nobody has, below those the system gives to connections of its own accord. No other test gets it
    /// before some 20,000 were given out.
    /// </summary>
    public static int FreePort()
    {
        while (true)
        {
            int port = 10_000 + (int)((uint)Interlocked.Increment(ref s_ports) % 22_000);
            using TcpListener listener = new(IPAddress.Loopback, port);
            try
            {
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken: another one.
            }
        }
    }

    /// <summary>Where clients of a leaf connect; leaves count from 1, as their names do.</summary>
    public int PortOf(int leaf) => _leafPorts[leaf - 1];

    /// <summary>A registered client on a leaf.</summary>
    public Task<IrcClient> JoinAsync(int leaf, string nick, string capabilities = "") =>
        IrcClient.RegisterAsync(PortOf(leaf), nick, capabilities);

    /// <summary>Somebody sets the clock of a process's machine: it is wrong by that much.</summary>
    public void SetClock(Node node, TimeSpan error) => ClockOf(node.Name).Set(error);

    /// <summary>Puts something in the log, as an intruder or a root that nobody knows does; returns where.</summary>
    public async Task<ulong> AppendAsync(byte[] entry)
    {
        PubAckResponse ack = await new NatsJSContext(Bus).PublishAsync(Subjects.Log, entry);
        ack.EnsureSuccess();
        return ack.Seq;
    }

    public async ValueTask DisposeAsync()
    {
        if (_bus is not null) await _bus.DisposeAsync();
        foreach (Node node in Leaves.Append(Root).Append(Standby).Append(Nats)) await node.DisposeAsync();
        if (Detour is not null) await Detour.DisposeAsync();
        _store.Delete(recursive: true);
    }

    /// <summary>Runs a verb of ircnats-root against this network, as an operator does.</summary>
    public async Task<Ran> OperateAsync(params string[] args)
    {
        ProcessStartInfo start = WithHooks(Programs.Root([.. args, "--nats-url", Url]));
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        using Process process = Process.Start(start)!;
        Leash.Begun(process);
        Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
        Leash.Ended(process.Id);
        return new Ran(process.ExitCode, await output, await errors);
    }

    /// <summary>Writes the roots' file anew: that of the transcripts, and these settings in YAML.</summary>
    public async Task ConfigureAsync(string settings)
    {
        File.Copy(
            Path.Combine(AppContext.BaseDirectory, "transcripts.secret"),
            Path.Combine(Path.GetDirectoryName(_config)!, "transcripts.secret"), overwrite: true);
        string config = await File.ReadAllTextAsync(Path.Combine(s_bin, "transcripts.yaml"));
        foreach (var (what, by) in _shape.Replaced)
            config = config.Contains(what, StringComparison.Ordinal)
                ? config.Replace(what, by, StringComparison.Ordinal)
                : throw new InvalidOperationException($"transcripts.yaml does not have '{what}'");
        string archive = _shape.Archives ? "\n" : "\nhistory: { persistent: { enabled: no } }\n";
        await File.WriteAllTextAsync(_config, config + archive + settings);
    }

    /// <summary>Keeps nats-server's store as it is now, which does not run.</summary>
    /// <returns>What puts it back.</returns>
    public Action KeepStore()
    {
        string kept = Path.Combine(_logs, "store");
        if (Directory.Exists(kept)) Directory.Delete(kept, recursive: true);
        Copy(_store.FullName, kept);
        return () =>
        {
            _store.Delete(recursive: true);
            Copy(kept, _store.FullName);
        };
    }

    /// <summary>An action that takes everything from nats-server's store.</summary>
    public Action KeepNothing() => () =>
    {
        _store.Delete(recursive: true);
        _store.Create();
    };

    int IStageSite.Leaves => Leaves.Count;

    async Task<ulong> IStageSite.RootSeqAsync() =>
        (await ServiceQuery.AskAsync(Bus, "$SRV.INFO.ircnats-root", 1))[0].Number("seq");

    async Task<bool> IStageSite.IsEmptyAsync(ulong after)
    {
        IReadOnlyList<JsonElement> leaves = await ServiceQuery.AskAsync(Bus, "$SRV.INFO.ircnats-leaf", Leaves.Count);
        return leaves.All(l => l.Number("seq") > after && l.Number("users") == 0);
    }

    private static void Copy(string from, string to)
    {
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    private async Task StartAllAsync()
    {
        await ConfigureAsync(_shape.Settings);
        await Nats.StartAsync();
        await Task.WhenAll(Leaves.Select(l => l.StartAsync()).Append(Root.StartAsync()));
        if (_shape.Standby) await Standby.StartAsync();
    }

    private ProcessStartInfo NatsCommand()
    {
        string path = (Environment.GetEnvironmentVariable("PATH") ?? "") + Path.PathSeparator + "/usr/sbin";
        string[] found = [.. path.Split(Path.PathSeparator).Select(p => Path.Combine(p, "nats-server"))];
        string program = found.FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException("These tests need nats-server: apt-get install nats-server");
        ProcessStartInfo start = new(
            program, ["-a", "127.0.0.1", "-p", $"{_natsPort}", "-js", "-sd", _store.FullName]);
        if (_shape.NatsSettings.Length == 0) return start;
        string settings = Path.Combine(_logs, "nats.conf");
        File.WriteAllText(settings, _shape.NatsSettings);
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(settings);
        return start;
    }

    private ProcessStartInfo RootCommand(string name)
    {
        string[] often = _shape.SnapshotEvery is { } every ? ["--snapshot-every", $"{every}"] : [];
        if (_shape.DigestEvery is { } seconds) often = [.. often, "--digest-every", $"{seconds}"];
        string[] args = ["run", "--config", _config, "--name", name, "--nats-url", RootUrlOf(name), .. often];
        return WithClock(name, WithHooks(Programs.Root(args)));
    }

    private Node LeafNode(int number)
    {
        string name = $"leaf-{number}", listen = $"127.0.0.1:{PortOf(number)}";
        return new Node(name, _logs, Command, $"{name} ready: ");

        ProcessStartInfo Command() => WithClock(
            name, WithHooks(Programs.Leaf("--name", name, "--nats-url", UrlOf(number), "--listen", listen)));
    }

    private ProcessStartInfo WithClock(string name, ProcessStartInfo start)
    {
        if (_shape.FakeClocks) ClockOf(name).GiveTo(start);
        return start;
    }

    private FakeClock ClockOf(string name) => new(Path.Combine(_logs, name + ".clock"));

    private string RootUrlOf(string name) =>
        name == Root.Name && _shape.DetourForRoot ? $"nats://127.0.0.1:{Detour!.Port}" : Url;

    private string UrlOf(int leaf) => leaf == 1 && _shape.DetourForFirstLeaf ? $"nats://127.0.0.1:{Detour!.Port}" : Url;

    private ProcessStartInfo WithHooks(ProcessStartInfo start)
    {
        if (_shape.TestCommands)
            start.Environment["DOTNET_STARTUP_HOOKS"] = Path.Combine(s_bin, "IrcNats.TestCommands.dll");
        return start;
    }
}

/// <summary>The result of an operator's command.</summary>
sealed record Ran(int Exit, string Output, string Errors);
