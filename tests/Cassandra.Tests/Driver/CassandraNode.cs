using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using IrcNats.Integration.Tests.Cluster;

namespace IrcNats.Cassandra.Tests.Driver;

/// <summary>A real Apache Cassandra node on a loopback address of its own, in a directory of its own.</summary>
internal sealed class CassandraNode : IAsyncDisposable
{
    public const int Port = 9042;

    private const int StoragePort = 7000, LogLinesMax = 200;
    private const string Place = "IRCNATS_CASSANDRA", Ready = "Starting listening for CQL clients";

    // A start takes 10 seconds on a quiet machine.
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("ircnats-cassandra-");
    private readonly string[] _more;
    private Process? _process;

    private CassandraNode(IPAddress address, string[] more) => (Address, _more) = (address, more);

    /// <summary>Why no node can be started here; nothing when one can.</summary>
    public static string? WhyNot { get; } = FindWhyNot();

    public IPAddress Address { get; }

    /// <summary>Starts a node; with other options of bin/cassandra, if need be.</summary>
    public static async Task<CassandraNode> StartAsync(params string[] more)
    {
        byte[] random = Guid.NewGuid().ToByteArray();
        return await StartAsync(new IPAddress([127, (byte)(random[0] | 64), random[1], (byte)(random[2] | 1)]), more);
    }

    public static async Task<CassandraNode> StartAsync(IPAddress address, params string[] more)
    {
        CassandraNode node = new(address, more);
        try
        {
            await node.StartAgainAsync();
            return node;
        }
        catch
        {
            await node.DisposeAsync();
            throw;
        }
    }

    /// <summary>The address by which another node finds this one.</summary>
    public string Seed => $"{Address}:{StoragePort}";

    public async Task StartAgainAsync()
    {
        ProcessStartInfo start = new(Path.Combine(FindFolder()!, "bin/cassandra"))
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        // A node of a test lives for a minute: Java's second compiler would only cost.
        start.Environment["_JAVA_OPTIONS"] = "-XX:TieredStopAtLevel=1";
        foreach (string argument in (string[])["--dir", _directory.FullName, "--host", $"{Address}",
            "--port", $"{Port}", "--storage-port", $"{StoragePort}", .. _more])
            start.ArgumentList.Add(argument);
        _process = Process.Start(start)!;
        Leash.Begun(_process);
        TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Queue<string> log = [];
        _process.OutputDataReceived += (_, line) => Hear(line.Data);
        _process.ErrorDataReceived += (_, line) => Hear(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await ready.Task.WaitAsync(s_patience);
        await UntilItListensAsync();

        void Hear(string? line)
        {
            lock (log)
            {
                if (line is null)
                {
                    ready.TrySetException(
                        new InvalidOperationException("Cassandra ended:\n" + string.Join('\n', log)));
                    return;
                }

                log.Enqueue(line);
                if (log.Count > LogLinesMax) log.Dequeue();
            }

            if (line.Contains(Ready, StringComparison.Ordinal)) ready.TrySetResult();
        }
    }

    // It says so a moment before it does.
    private async Task UntilItListensAsync()
    {
        for (int left = 1000; ; left--)
        {
            try
            {
                using TcpClient client = new();
                await client.ConnectAsync(Address, Port);
                return;
            }
            catch (SocketException) when (left > 0)
            {
                await Task.Delay(10);
            }
        }
    }

    public async Task KillAsync()
    {
        if (_process is not { } process) return;
        _process = null;
        process.Kill();
        await process.WaitForExitAsync();
        Leash.Ended(process.Id);
        process.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _directory.Delete(recursive: true);
    }

    private static string? FindWhyNot()
    {
        if (FindFolder() is null)
            return $"no Cassandra beside the project in ../shared/cassandra; {Place} can name its folder";
        string path = Environment.GetEnvironmentVariable("PATH") ?? "";
        return path.Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "java")))
            ? null
            : "java is missing (runs Cassandra): apt-get install openjdk-17-jre-headless";
    }

    private static string? FindFolder([CallerFilePath] string here = "")
    {
        string folder = Environment.GetEnvironmentVariable(Place)
            ?? Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../../shared/cassandra"));
        return File.Exists(Path.Combine(folder, "bin/cassandra")) ? folder : null;
    }
}

/// <summary>A test against a real node; skipped where none can be started.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NodeFactAttribute : FactAttribute
{
    public NodeFactAttribute() => Skip = CassandraNode.WhyNot;
}
