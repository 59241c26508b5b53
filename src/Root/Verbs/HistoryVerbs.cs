using IrcNats.Adapters;
using IrcNats.Hosting;
using IrcNats.Root.Config;
using IrcNats.Root.Moving;
using IrcNats.State;

namespace IrcNats.Root.Verbs;

/// <summary>`history export` and `history import`: what is archived goes into a file, and into any archive.</summary>
static class HistoryVerbs
{
    private const string Usage = """
        Usage: ircnats-root history export FILE [options]
               ircnats-root history import FILE [options]

          export    writes all that a network's archive has into FILE, as lines of JSON
          import    appends to a network's archive what FILE has, behind the archive's newest message

        For a copy of an archive, or to move it to another kind of archive. Each has a --help. FILE may be -.
        """;

    private static readonly Option<string> s_config = Choose.ExistingFile(
        "config", "configuration that names the archive; without one it is beside the log");
    private static readonly Option<string> s_data =
        Choose.Text("data", "DIR", "beside the log: the folder of a network that is one process; else NATS");
    private static readonly Option<int> s_replicas =
        Choose.Number("replicas", "nats-servers that keep the stream, if it is made", 1, 5) with { Default = "1" };
    private static readonly Option<bool> s_skipBad = Choose.Switch(
        "skip-bad", "leave out lines that cannot be read or are out of order, naming each; else the first ends it");

    private static readonly IReadOnlyList<Option> s_common =
        [s_config, s_data, .. ArchiveOptions.All, .. CommonOptions.All];

    private delegate Task<string> Work(
        HistoryTransfer transfer, string file, OptionValues values, CancellationToken stop);

    public static Task<int> RunAsync(string[] args) => args switch
    {
        ["export", .. var rest] => RunAsync(
            "export", "Writes all that a network's archive has into FILE (- for standard output).", s_common, rest,
            writes: false, ExportAsync),
        ["import", .. var rest] => RunAsync(
            "import",
            """
            Appends what FILE has (- for standard input) to a network's archive, behind the archive's newest message.
            What is not behind it is passed over, so it may be done again. Stop the network's roots before.
            """,
            [.. s_common, s_replicas, s_skipBad], rest, writes: true, ImportAsync),
        _ => Task.FromResult(VerbUsage.Show(Usage, args)),
    };

    private static async Task<string> ExportAsync(
        HistoryTransfer transfer, string file, OptionValues values, CancellationToken stop)
    {
        long messages = 0;
        await HistoryFile.WriteAsync(
            file, values.Get(CommonOptions.Network),
            async output => messages = await transfer.ExportAsync(output, stop));
        return $"{HistoryTransfer.Shown(messages)} messages exported";
    }

    private static async Task<string> ImportAsync(
        HistoryTransfer transfer, string file, OptionValues values, CancellationToken stop)
    {
        using TextReader input = HistoryFile.Open(file, values.Get(CommonOptions.Network));
        HistoryImported done = await transfer.ImportAsync(input, file, values.IsOn(s_skipBad), stop);
        string bad = done.Bad > 0 ? $", {HistoryTransfer.Shown(done.Bad)} bad lines left out" : "";
        string newest = done.UpTo is { } upTo ? $"; its newest message is {upTo.Mark.Msgid}" : "";
        return $"{HistoryTransfer.Shown(done.Imported)} messages imported{bad}, "
            + $"{HistoryTransfer.Shown(done.PassedOver)} passed over that are not behind what the archive had{newest}";
    }

    private static async Task<int> RunAsync(
        string verb, string summary, IReadOnlyList<Option> options, string[] args, bool writes, Work work)
    {
        OptionTable table = new($"ircnats-root history {verb}", summary, options, "FILE");
        string file = args is [var first, ..] && (first == HistoryFile.Standard || !first.StartsWith('-')) ? first : "";
        if (table.Start(file.Length == 0 ? args : args[1..], out int exitCode) is not { } values) return exitCode;
        if (file.Length == 0) return table.Complain(new OptionException("name a file behind the verb"));
        using CancellationTokenSource interrupted = new();
        Console.CancelKeyPress += (_, key) =>
        {
            key.Cancel = true;
            interrupted.Cancel();
        };
        try
        {
            NetworkConfig config =
                values.Find(s_config) is { } read ? ConfigReader.ReadFile(read).Public : new NetworkConfig();
            int replicas = writes ? values.Get(s_replicas) : 1;
            await using HistoryPlace place = await HistoryPlace.OpenAsync(
                config, values.Find(s_data), CommonOptions.Bus(values), ArchiveOptions.Login(values), replicas, writes,
                interrupted.Token);
            HistoryTransfer transfer = new(place.Archive, TimeProvider.System, Say);
            Say(await work(transfer, file, values, interrupted.Token));
            return 0;
        }
        catch (OptionException wrong)
        {
            return table.Complain(wrong);
        }
        catch (Exception e)
        {
            Say(e is OperationCanceledException ? "interrupted" : e.Message);
            return 1;
        }

        // Standard output may be the file.
        void Say(string line) => Console.Error.WriteLine($"ircnats-root history {verb}: {line}");
    }
}
