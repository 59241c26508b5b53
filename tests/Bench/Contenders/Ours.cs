using System.Globalization;
using FreePorts = IrcNats.Chaos.Network.Ports;

namespace IrcNats.Bench;

/// <summary>IrcNats as ./run starts it: nats-server, root, standby and leaves, or one process.</summary>
/// <param name="leaves">Null: one process.</param>
sealed class Ours(string name, int? leaves) : Contender(name)
{
    public override bool NeedsWarmUp => true;

    // ./run says what it needs and does not find.
    public override string? Missing() => null;

    public override Running Start(string folder)
    {
        int[] ports = FreePorts.Free((leaves ?? 0) + 1);
        string data = Path.Combine(folder, "data");
        List<string> command =
        [
            Path.Combine(Repository.Folder, "run"), "--config", Path.Combine(Repository.Folder, "tests/load.yaml"),
            "--data", data,
        ];
        command.AddRange(leaves is null
            ? ["--single", "--port", Text(ports[0])]
            : ["--nats-port", Text(ports[0]), "--ports", string.Join(',', ports[1..].Select(Text))]);
        Child run = new("./run", command, Path.Combine(folder, "run"));
        try
        {
            // The first time it builds.
            run.WaitUntil(
                () => run.Output.Split('\n').Any(l => l.StartsWith("ready", StringComparison.Ordinal)),
                TimeSpan.FromMinutes(8));
            string version = leaves is null ? "IrcNats, one process" : $"IrcNats, a cluster with {leaves} leaves";
            int[] listening = leaves is null ? ports : ports[1..];
            return new Running(
                version, string.Join(',', listening.Select(p => $"127.0.0.1:{Text(p)}")), [.. Processes(data)], [run]);
        }
        catch
        {
            run.Dispose();
            throw;
        }
    }

    private static IEnumerable<(string Name, int Pid)> Processes(string data) =>
        from file in Directory.EnumerateFiles(Path.Combine(data, "run"), "*.pid")
        orderby file
        let pid = int.Parse(File.ReadAllText(file), CultureInfo.InvariantCulture)
        select (Path.GetFileNameWithoutExtension(file), pid);

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}
