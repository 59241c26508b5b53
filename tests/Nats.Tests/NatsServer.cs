using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace IrcNats.Nats.Tests;

/// <summary>A real nats-server on a free port of 127.0.0.1, with a directory of its own; killed at the end.</summary>
internal sealed class NatsServer : IAsyncDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("ircnats-nats-");
    private readonly string _configFile;
    private Process? _process;

    private NatsServer(string config)
    {
        _configFile = Path.Combine(_directory.FullName, "server.conf");
        File.WriteAllText(_configFile, config.Replace("{dir}", _directory.FullName, StringComparison.Ordinal));
    }

    public int Port { get; } = FreePort();

    /// <summary>Where its files are.</summary>
    public string Folder => _directory.FullName;

    public string Url => $"nats://127.0.0.1:{Port}";

    /// <summary>Starts a server with JetStream; in the configuration, {dir} stands for its directory.</summary>
    public static async Task<NatsServer> StartAsync(string config = "")
    {
        var server = new NatsServer("jetstream { store_dir: \"{dir}/store\" }\n" + config);
        await server.StartAgainAsync();
        return server;
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async Task StartAgainAsync()
    {
        var start = new ProcessStartInfo(Find()) { RedirectStandardError = true };
        foreach (var argument in (string[])["-a", "127.0.0.1", "-p", $"{Port}", "-c", _configFile])
            start.ArgumentList.Add(argument);
        _process = Process.Start(start)!;
        var ready = new TaskCompletionSource();
        var log = new List<string>();
        _process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is null)
                ready.TrySetException(new InvalidOperationException("nats-server ended:\n" + string.Join('\n', log)));
            else if (line.Data.Contains("Server is ready", StringComparison.Ordinal))
                ready.TrySetResult();
            else if (log.Count < 100)
                log.Add(line.Data);
        };
        _process.BeginErrorReadLine();
        await ready.Task.WaitAsync(TimeSpan.FromSeconds(10));
    }

    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await KillAsync();
        _directory.Delete(recursive: true);
    }

    private static string Find()
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "") + Path.PathSeparator + "/usr/sbin";
        return path.Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? "nats-server.exe" : "nats-server"))
            .FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException("These tests need nats-server: apt-get install nats-server");
    }
}
