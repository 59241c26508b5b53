using System.Diagnostics;
using System.Globalization;
using IrcNats.Adapters;
using IrcNats.Hosting;
using IrcNats.Local;
using IrcNats.Ports;
using IrcNats.Root.Config;
using IrcNats.Root.Core.Importing;
using IrcNats.Root.Moving;
using IrcNats.State;
using Microsoft.Extensions.Logging.Abstractions;

namespace IrcNats.Root.Verbs;

/// <summary>`importdb`: accounts and channels come from Ergo, Anope or Atheme.</summary>
static class ImportdbVerb
{
    private static readonly Option<string> s_config =
        Choose.ExistingFile("config", "the roots' configuration, whose network.secret-file seals what is imported");
    private static readonly Option<string> s_data =
        Choose.Text("data", "DIR", "the folder of a network that is one process, and is stopped; without it, NATS");
    private static readonly Option<bool> s_dryRun =
        Choose.Switch("dry-run", "say what would come of it, and change nothing");
    private static readonly Option<int> s_report = Choose.Number(
        "report", "lines about what is left out; of the rest only the number", 0, 1_000_000) with { Default = "1000" };

    private static readonly TimeSpan s_progressEvery = TimeSpan.FromSeconds(1);

    public static async Task<int> RunAsync(string[] args)
    {
        OptionTable table = new(
            "ircnats-root importdb",
            """
            Takes the accounts and channels of FILE, which is what Ergo's importdb takes: Ergo's scripts make it of the
            databases of Anope and Atheme. What is here already stays as it is, so it may be done twice. The network may
            run meanwhile; one that is a single process has to be stopped.
            """,
            [s_config, s_data, s_dryRun, s_report, .. CommonOptions.All], "FILE");
        string file = args is [var first, ..] && !first.StartsWith('-') ? first : "";
        if (table.Start(file.Length == 0 ? args : args[1..], out int exitCode) is not { } values) return exitCode;
        if (file.Length == 0) return table.Complain(new OptionException("name a file behind the verb"));
        if (values.Find(s_config) is null) return table.Complain(new OptionException("--config is needed"));
        using CancellationTokenSource interrupted = new();
        Console.CancelKeyPress += (_, key) =>
        {
            key.Cancel = true;
            interrupted.Cancel();
        };
        try
        {
            LoadedConfig config = ConfigReader.ReadFile(values.Get(s_config));
            if (config.Public.Accounts.SealKey is null || !config.Public.Accounts.Exist)
                throw new MoveException("the configuration has no accounts, which need network.secret-file");
            await ImportAsync(ErgoFile.Read(file), config, values, interrupted.Token);
            return 0;
        }
        catch (OptionException wrong)
        {
            return table.Complain(wrong);
        }
        catch (Exception e)
        {
            Say(e is OperationCanceledException
                ? "interrupted. What was imported until now stays; do it again for the rest"
                : e.Message);
            return 1;
        }
    }

    private static async Task ImportAsync(
        ErgoFile file, LoadedConfig config, OptionValues values, CancellationToken stop)
    {
        bool isTrial = values.IsOn(s_dryRun);
        BusOptions bus = CommonOptions.Bus(values);
        if (values.Find(s_data) is { } folder)
        {
            await using FolderPlace place =
                FolderPlace.Open(folder, values.Get(CommonOptions.Network), TimeProvider.System, NullLogger.Instance);
            Network? network = await place.ReadAsync(stop);
            StoppedTaker taker = new(network, isTrial ? null : place, config, TimeProvider.System);
            await ImportAsync(file, taker, config, values, stop);
        }
        else if (isTrial)
        {
            await using NatsPlace place = await NatsPlace.ConnectAsync(bus, 1, TimeProvider.System, stop);
            StoppedTaker taker = new(await place.ReadAsync(stop), null, config, TimeProvider.System);
            await ImportAsync(file, taker, config, values, stop);
        }
        else
        {
            await using ConsoleBus console = await ConsoleBus.ConnectAsync(bus);
            await ImportAsync(file, new RunningTaker(console, config.Secrets), config, values, stop);
        }
    }

    private static async Task ImportAsync(
        ErgoFile file, IImportTaker taker, LoadedConfig config, OptionValues values, CancellationToken stop)
    {
        Report report = new(values.Get(s_report));
        ErgoItems items = new(file, config.Secrets.Key, report.Add);
        Stopwatch since = Stopwatch.StartNew();
        int done = 0, there = 0, seen = 0;
        foreach (ImportBatch batch in items.Batches())
        {
            stop.ThrowIfCancellationRequested();
            ImportTold told = await taker.TakeAsync(batch, stop);
            (done, there, seen) =
                (done + told.Done, there + told.There, seen + batch.Accounts.Count + batch.Channels.Count);
            foreach (string line in told.LeftOut) report.Add(line);
            if (since.Elapsed < s_progressEvery) continue;
            since.Restart();
            Say($"{Shown(seen)} of {Shown(items.Count)} looked at");
        }

        string sum = $"{Shown(done)} accounts and channels {(values.IsOn(s_dryRun) ? "would be " : "")}imported, "
            + $"{Shown(there)} here already, {Shown(report.Count)} things left out";
        await taker.EndAsync(sum);
        report.End();
        Console.WriteLine(sum);
    }

    private static string Shown(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static void Say(string line) => Console.Error.WriteLine($"ircnats-root importdb: {line}");

    /// <summary>What is left out, on standard output, bounded.</summary>
    private sealed class Report(int most)
    {
        public int Count { get; private set; }

        public void Add(string line)
        {
            if (++Count <= most) Console.WriteLine($"left out: {line}");
        }

        public void End()
        {
            if (Count > most) Console.WriteLine($"left out: {Shown(Count - most)} more (--report)");
        }
    }
}
