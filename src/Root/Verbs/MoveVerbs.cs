using IrcNats.Adapters;
using IrcNats.Hosting;
using IrcNats.Local;
using IrcNats.Ports;
using IrcNats.Root.Moving;
using IrcNats.State;
using Microsoft.Extensions.Logging.Abstractions;

namespace IrcNats.Root.Verbs;

/// <summary>`export` and `import`: a network moves from one process into a cluster, or back, in one file.</summary>
static class MoveVerbs
{
    // For NATS to answer; a log is read at some ten thousand entries a second.
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(10);

    private static readonly Option<string> s_data =
        Choose.Text("data", "DIR", "the folder of a network that is one process (--single); without it, NATS");
    private static readonly Option<int> s_replicas =
        Choose.Number("replicas", "nats-servers that keep an imported log", 1, 5) with { Default = "1" };

    private delegate Task<string> Work(INetworkPlace place, string file, string network, CancellationToken stop);

    public static Task<int> ExportAsync(string[] args) => RunAsync(
        "export", "Writes a network, as of the end of its log, into a file. Stop a single process before.", [s_data],
        args, async (place, file, network, stop) =>
        {
            Network net = await place.ReadAsync(stop) ?? throw new MoveException("there is no network");
            ExportFile.Of(network, net.Save()).Write(file);
            return $"{file}: network {network} as of entry {net.Seq}, {net.Users.Count} users, "
                + $"{net.Channels.Count} channels";
        });

    public static Task<int> ImportAsync(string[] args) => RunAsync(
        "import", "Begins with a network that was exported, where there is none. Start its processes after that.",
        [s_data, s_replicas], args, async (place, file, network, stop) =>
        {
            ExportFile read = ExportFile.Read(file, network);
            await place.BeginAsync(read.Snapshot, read.Bytes, stop);
            return $"network {network} goes on behind entry {read.Snapshot.At.Seq}";
        });

    private static async Task<int> RunAsync(
        string verb, string summary, IReadOnlyList<Option> options, string[] args, Work work)
    {
        OptionTable table = new($"ircnats-root {verb}", summary, [.. options, .. CommonOptions.All], "FILE");
        string file = args is [var first, ..] && !first.StartsWith('-') ? first : "";
        if (table.Start(file.Length == 0 ? args : args[1..], out int exitCode) is not { } values) return exitCode;
        if (file.Length == 0) return table.Complain(new OptionException("name a file behind the verb"));
        using CancellationTokenSource patience = new(s_patience);
        try
        {
            await using INetworkPlace place = await OpenAsync(values, patience.Token);
            Console.WriteLine(await work(place, file, values.Get(CommonOptions.Network), patience.Token));
            return 0;
        }
        catch (OptionException wrong)
        {
            return table.Complain(wrong);
        }
        catch (Exception e)
        {
            await Console.Error.WriteLineAsync($"ircnats-root {verb}: {e.Message}");
            return 1;
        }
    }

    private static async Task<INetworkPlace> OpenAsync(OptionValues values, CancellationToken stop) =>
        values.Find(s_data) is { } folder
            ? FolderPlace.Open(
                folder, values.Get(CommonOptions.Network), TimeProvider.System, NullLogger.Instance)
            : await NatsPlace.ConnectAsync(
                CommonOptions.Bus(values), values.Get(s_replicas), TimeProvider.System, stop);
}
