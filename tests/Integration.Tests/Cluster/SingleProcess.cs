using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using IrcNats.Integration.Tests.Root;

namespace IrcNats.Integration.Tests.Cluster;

/// <summary>A network that is one process, with a folder of its own that goes away with it.</summary>
sealed class SingleProcess : IStageSite, IAsyncDisposable
{
    private static readonly HttpClient s_http = new();
    private static int s_processes;

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("ircnats-single-");
    private readonly string _config;
    private readonly string[] _more;

    private SingleProcess(string[] more, string test)
    {
        _more = more;
        string logs = Directory.CreateDirectory(Path.Combine(
            AppContext.BaseDirectory, "logs", $"{test}-single-{Interlocked.Increment(ref s_processes)}")).FullName;
        _config = Path.Combine(logs, "ircnats.yaml");
        // An earlier run's.
        File.Delete(_config);
        Node = new Node("root-1", logs, () => Programs.Root(Args), "root-1-leaf ready: ");
    }

    public Node Node { get; }

    public int Port { get; } = RealCluster.FreePort();

    public int MetricsPort { get; } = RealCluster.FreePort();

    /// <summary>The folder that it keeps.</summary>
    public string Data => _data.FullName;

    public string NetworkFile => Path.Combine(Data, "network.db");

    private string[] Args =>
    [
        "--single", "--data", Data, "--listen", $"127.0.0.1:{Port}", "--metrics", $"127.0.0.1:{MetricsPort}",
        .. HasConfig ? ["--config", _config] : Array.Empty<string>(), .. _more,
    ];

    private bool HasConfig => File.Exists(_config);

    /// <param name="more">More options.</param>
    /// <param name="prepare">What is done to the folder before.</param>
    /// <param name="hasConfig">False: it has nothing but its folder.</param>
    public static async Task<SingleProcess> StartAsync(
        string[]? more = null, Func<string, Task>? prepare = null, bool hasConfig = true,
        [CallerFilePath] string test = "")
    {
        SingleProcess single = new(more ?? [], Path.GetFileNameWithoutExtension(test));
        try
        {
            if (hasConfig) await single.ConfigureAsync("");
            if (prepare is not null) await prepare(single.Data);
            await single.Node.StartAsync();
            return single;
        }
        catch
        {
            await single.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs ircnats-root, which is to end by itself.</summary>
    public static async Task<Ran> RunAsync(params string[] args)
    {
        using Process process = Process.Start(ProgramTests.Program(args))!;
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        return new Ran(process.ExitCode, await output, await errors);
    }

    /// <summary>Writes its configuration anew: that of the transcripts, and these settings in YAML.</summary>
    public async Task ConfigureAsync(string settings)
    {
        File.Copy(
            Path.Combine(AppContext.BaseDirectory, "transcripts.secret"),
            Path.Combine(Path.GetDirectoryName(_config)!, "transcripts.secret"), overwrite: true);
        string ofTranscripts = Path.Combine(AppContext.BaseDirectory, "transcripts.yaml");
        await File.WriteAllTextAsync(_config, await File.ReadAllTextAsync(ofTranscripts) + settings);
    }

    public Task<IrcClient> JoinAsync(string nick, string capabilities = "") =>
        IrcClient.RegisterAsync(Port, nick, capabilities);

    public async Task<long> MetricAsync(string name)
    {
        string page = await s_http.GetStringAsync(new Uri($"http://127.0.0.1:{MetricsPort}/metrics"));
        string line = page.Split('\n').Single(l => l.StartsWith(name + " ", StringComparison.Ordinal));
        return long.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture);
    }

    int IStageSite.Leaves => 1;

    int IStageSite.PortOf(int leaf) => Port;

    async Task<ulong> IStageSite.RootSeqAsync() => (ulong)await MetricAsync("ircnats_root_seq");

    async Task<bool> IStageSite.IsEmptyAsync(ulong after) =>
        (ulong)await MetricAsync("ircnats_leaf_seq") > after && await MetricAsync("ircnats_leaf_users") == 0;

    public async ValueTask DisposeAsync()
    {
        await Node.DisposeAsync();
        _data.Delete(recursive: true);
    }
}
