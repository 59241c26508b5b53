using System.Diagnostics;
using IrcNats.Integration.Tests.Cluster;

namespace IrcNats.Integration.Tests.Root;

/// <summary>A root of its own beside a network, which is told by signals what to do.</summary>
public sealed class SignalTests : IDisposable
{
    private const string Good = "network: { name: Test }\nserver: { name: irc.test }\n";

    private readonly string _file = Path.GetTempFileName();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_root_reads_its_configuration_again_on_SIGHUP_and_ends_well_on_SIGTERM(bool withLeaf)
    {
        await using RealCluster cluster = await RealCluster.StartAsync(new ClusterShape { Leaves = 0 });
        await File.WriteAllTextAsync(_file, Good);
        string[] leaf = withLeaf ? ["--with-leaf", "--listen", "127.0.0.1:0"] : [];
        using Process root = Process.Start(ProgramTests.Program(
            ["--config", _file, "--name", "root-9", "--nats-url", cluster.Bus.Opts.Url, .. leaf]))!;
        await ReadToAsync(root.StandardOutput, "root-9 ready: standby");
        if (withLeaf) await ReadToAsync(root.StandardOutput, "root-9-leaf ready: 127.0.0.1:");

        await SignalAsync(root, "HUP");
        await ReadToAsync(root.StandardError, $"{_file} was read again and is good");
        await File.WriteAllTextAsync(_file, Good + "mood: good\n");
        await SignalAsync(root, "HUP");
        await ReadToAsync(root.StandardError, $"{_file}:3: mood: unknown key (what held before still holds)");
        await SignalAsync(root, "TERM");
        await root.WaitForExitAsync();
        Assert.Equal((0, ""), (root.ExitCode, await root.StandardOutput.ReadToEndAsync()));
    }

    public void Dispose() => File.Delete(_file);

    internal static async Task SignalAsync(Process process, string signal)
    {
        using Process kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]);
        await kill.WaitForExitAsync();
    }

    private static async Task ReadToAsync(StreamReader from, string text)
    {
        string? line;
        do line = await from.ReadLineAsync();
        while (line?.Contains(text, StringComparison.Ordinal) == false);
        Assert.NotNull(line);
    }
}
