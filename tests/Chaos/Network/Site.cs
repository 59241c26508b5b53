using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace IrcNats.Chaos.Network;

/// <summary>The processes of a network on this machine: nats-servers, two roots, leaves. All end with it.</summary>
sealed partial class Site : IAsyncDisposable
{
    public const int RootCount = 2;

    /// <summary>Seconds between digests while processes are replaced by another build.</summary>
    public const int UpgradeDigestEvery = 2;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(180);

    private readonly ChaosOptions _options;
    private readonly string _data, _natsConfig, _rootConfig;
    private readonly int[] _ports;
    // One of its own, because each of its ports has a fixed number.
    private readonly IPAddress _cassandraAddress = new([127, 64, .. RandomNumberGenerator.GetBytes(1), 1]);
    // Processes that run the other build.
    private readonly HashSet<string> _replaced = [];

    private Site(ChaosOptions options, string data, RunClock clock)
    {
        (_options, _data) = (options, data);
        _ports = Ports.Free(2 * options.NatsNodes + options.Leaves);
        // Before any of them reads it.
        _natsConfig = WriteNatsConfig();
        _rootConfig = WriteRootConfig();
        string logs = Directory.CreateDirectory(Path.Combine(data, "log")).FullName;
        if (options.Victim == Victim.Single)
        {
            Leaves = Keep("root", 1, name => $"{name}-leaf ready: ", _ => SingleCommand());
            return;
        }

        if (options.Cassandra is not null)
            Cassandra = Keep("cassandra", 1, _ => "Starting listening for CQL clients", _ => CassandraCommand())[0];
        Nats = Keep("nats", options.NatsNodes, _ => "Server is ready", NatsCommand);
        Roots = Keep("root", RootCount, name => $"{name} ready: ", RootCommand);
        Leaves = Keep("leaf", options.Leaves, name => $"{name} ready", LeafCommand);

        Kept[] Keep(string kind, int count, Func<string, string> ready, Func<int, ProcessStartInfo> command) =>
        [
            .. from number in Enumerable.Range(1, count)
               let name = $"{kind}-{number}"
               select new Kept(name, logs, clock, ready(name), () => command(number)),
        ];
    }

    /// <summary>The node that has the archive; null: JetStream has it.</summary>
    public Kept? Cassandra { get; }
    public IReadOnlyList<Kept> Nats { get; } = [];
    public IReadOnlyList<Kept> Roots { get; } = [];
    /// <summary>The processes that let clients in: a network that is one process is here.</summary>
    public IReadOnlyList<Kept> Leaves { get; }

    public IEnumerable<Kept> All =>
        new[] { Cassandra }.OfType<Kept>().Concat(Nats).Concat(Roots).Concat(Leaves);

    /// <summary>The root that last said that it is active, if it still runs.</summary>
    public Kept? ActiveRoot => (
        from root in Roots
        let epoch = ActiveEpoch(root.Ready)
        where epoch > 0 && !root.IsPaused
        orderby epoch descending
        select root).FirstOrDefault();

    /// <summary>How many connections the nats-servers have cut off because they did not read.</summary>
    public int CutOff => Nats.Sum(n => n.CutOff);

    /// <summary>Addresses of the nats-servers, the one of this number first.</summary>
    public string NatsUrl(int first = 1) => string.Join(',', Enumerable.Range(0, _options.NatsNodes).Select(i =>
        $"nats://127.0.0.1:{NatsPort((first + i - 1) % _options.NatsNodes + 1)}"));

    /// <summary>Where clients of a leaf connect; leaves count from 0 here, as in <see cref="Leaves"/>.</summary>
    public int PortOf(int leaf) => _ports[2 * _options.NatsNodes + leaf];

    /// <summary>Starts everything; completes when clients may connect.</summary>
    public static async Task<Site> StartAsync(ChaosOptions options, string data, RunClock clock)
    {
        Site site = new(options, data, clock);
        try
        {
            foreach (Kept process in site.All) await process.UntilReadyAsync(s_patience);
            return site;
        }
        catch
        {
            await site.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops a process, as its supervisor would. The next process of its name is of the other build.</summary>
    /// <returns>Whether that is the second build; false: the first again.</returns>
    public bool Replace(Kept process)
    {
        bool other;
        lock (_replaced)
        {
            other = _replaced.Add(process.Name);
            if (!other) _replaced.Remove(process.Name);
        }

        process.Stop();
        return other;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (Kept process in All.Reverse()) await process.DisposeAsync();
    }

    private static ulong ActiveEpoch(string? ready) =>
        ready is not null && ActiveLine().Match(ready) is { Success: true } match
            ? ulong.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture)
            : 0;

    private string BinOf(string name)
    {
        lock (_replaced) return _replaced.Contains(name) ? _options.OtherBin! : _options.Bin;
    }

    private int NatsPort(int node) => _ports[node - 1];

    private int RoutePort(int node) => _ports[_options.NatsNodes + node - 1];

    private ProcessStartInfo NatsCommand(int node)
    {
        string port = $"{NatsPort(node)}";
        ProcessStartInfo start = new(
            FindNatsServer(), ["-c", _natsConfig, "--addr", "127.0.0.1", "--port", port, "--name", $"nats-{node}"]);
        // Quoted for nats-server, which reads it as a piece of configuration.
        start.Environment["IRCNATS_NATS_DIR"] = $"\"{Path.Combine(_data, $"nats-{node}")}\"";
        if (_options.NatsNodes == 1) return start;
        start.ArgumentList.Add("--cluster_listen");
        start.ArgumentList.Add($"nats://127.0.0.1:{RoutePort(node)}");
        start.Environment["IRCNATS_NODE"] = $"nats-{node}";
        start.Environment["IRCNATS_CLUSTER_PASSWORD"] = Secret("route");
        start.Environment["IRCNATS_ROUTE_A"] = Route(node % 3 + 1);
        start.Environment["IRCNATS_ROUTE_B"] = Route((node + 1) % 3 + 1);
        foreach (string user in new[] { "root", "leaf-1", "leaf-2", "observer", "console", "admin", "bare" })
            start.Environment[$"IRCNATS_{user.ToUpperInvariant().Replace('-', '_')}_PASSWORD"] = Secret(user);
        return start;
    }

    // Our own configuration, with two additions for a run: a client that does not read is cut off soon, and there is a
    // user for the bare stream.
    private string WriteNatsConfig()
    {
        string name = _options.NatsNodes == 1 ? "single.conf" : "cluster.conf", accounts = "accounts.conf";
        string own = Path.Combine(_data, name), text = File.ReadAllText(ConfigFile(name));
        if (_options.Victim == Victim.Slow) text += "\nwrite_deadline: \"500ms\"\n";
        // The shortest times that nats-server takes; the default of the first is 10 s.
        if (_options.Victim == Victim.NatsMaintenance)
            text += "\nlame_duck_grace_period: \"2s\"\nlame_duck_duration: \"30s\"\n";
        File.WriteAllText(own, text);
        string users = File.ReadAllText(ConfigFile(accounts)), first = "users: [";
        string bare = """{ user: "bare", password: $IRCNATS_BARE_PASSWORD }""";
        int at = users.IndexOf(first, StringComparison.Ordinal) + first.Length;
        File.WriteAllText(Path.Combine(_data, accounts), users.Insert(at, $"\n      {bare}"));
        return own;
    }

    // Readers are to be shown pages of the archive, so leaves have few messages of a channel in memory.
    private string WriteRootConfig()
    {
        string own = Path.Combine(_data, "ircnats.yaml"), text = File.ReadAllText(ConfigFile("load.yaml"));
        if (_options.Readers > 0) text += "\nhistory:\n  channel-length: 50\n";
        if (_options.Cassandra is not null)
            text += $"\ndatastore:\n  cassandra:\n    enabled: yes\n    contact-points: [{_cassandraAddress}]\n";
        File.WriteAllText(own, text);
        return own;
    }

    private ProcessStartInfo CassandraCommand() => new(
        Path.Combine(_options.Cassandra!, "bin/cassandra"),
        [
            "--dir", Directory.CreateDirectory(Path.Combine(_data, "cassandra")).FullName,
            "--host", $"{_cassandraAddress}", "--port", "9042", "--storage-port", "7000",
        ]);

    private ProcessStartInfo RootCommand(int number) => Program(
        "ircnats-root", $"root-{number}", "root", number,
        ["--config", _rootConfig, "--replicas", $"{_options.NatsNodes}"]);

    /// <summary>The folder of a network that is one process.</summary>
    public string SingleData => Path.Combine(_data, "single");

    private ProcessStartInfo SingleCommand() => new(
        Path.Combine(_options.Bin, "ircnats-root"),
        [
            "--single", "--data", SingleData, "--name", "root-1", "--config", _rootConfig,
            "--listen", $"127.0.0.1:{PortOf(0)}",
        ]);

    private ProcessStartInfo LeafCommand(int number) => Program(
        "ircnats-leaf", $"leaf-{number}", $"leaf-{number}", number + 2,
        ["--listen", $"127.0.0.1:{PortOf(number - 1)}"]);

    // Each process prefers another nats-server, so that losing one does not hit all of them.
    private ProcessStartInfo Program(string file, string name, string user, int prefers, string[] rest)
    {
        ProcessStartInfo start = new(
            Path.Combine(BinOf(name), file), ["--name", name, "--nats-url", NatsUrl(prefers), .. rest]);
        if (_options.Victim == Victim.Upgrade)
        {
            // So builds compare their networks, and read each other's snapshots.
            start.Environment["IRCNATS_DIGEST_EVERY"] = $"{UpgradeDigestEvery}";
            start.Environment["IRCNATS_SNAPSHOT_EVERY"] = "300";
        }

        // From the environment, because an older build does not know the option.
        if (_options.GoesBack) start.Environment["IRCNATS_KEEP_LEVEL"] = "true";
        if (_options.NatsNodes == 1) return start;
        start.Environment["IRCNATS_NATS_USER"] = user;
        start.Environment["IRCNATS_NATS_PASSWORD"] = Secret(user);
        return start;
    }

    /// <summary>The password of a user of nats/accounts.conf on this site, which nobody else reaches.</summary>
    public static string Secret(string user) => $"{user}-of-the-chaos-run";

    private static string ConfigFile(string name) => Path.Combine(AppContext.BaseDirectory, "config", name);

    private string Route(int node) => $"nats://route:{Secret("route")}@127.0.0.1:{RoutePort(node)}";

    private static string FindNatsServer()
    {
        string path = $"{Environment.GetEnvironmentVariable("PATH")}{Path.PathSeparator}/usr/sbin";
        return path.Split(Path.PathSeparator).Select(p => Path.Combine(p, "nats-server")).FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException("nats-server is missing: apt-get install nats-server");
    }

    [GeneratedRegex(@" ready: active, epoch (\d+)")]
    private static partial Regex ActiveLine();
}
