using IrcNats.History;
using IrcNats.Integration.Tests.Cluster;
using IrcNats.Local;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Integration.Tests.Local;

/// <summary>An archive moves from a single process into a cluster, by the program's verbs.</summary>
public sealed class HistoryMoveTests : IDisposable
{
    private const int Messages = 2500;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ircnats-history-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task From_one_process_into_a_cluster_and_out_again()
    {
        await FillAsync(In("data"));
        Ran ran = await SingleProcess.RunAsync("history", "export", In("one"), "--data", In("data"));
        Assert.Equal("ircnats-root history export: 2,500 messages exported", LastLine(ran));
        Assert.Equal(Messages + 1, File.ReadLines(In("one")).Count());

        await using RealCluster cluster = await RealCluster.StartAsync(new ClusterShape { Leaves = 1 });
        await cluster.Root.StopAsync();
        ran = await cluster.OperateAsync("history", "import", In("one"));
        Assert.StartsWith(
            "ircnats-root history import: 2,500 messages imported, 0 passed over that are not behind what the archive",
            LastLine(ran), StringComparison.Ordinal);
        ran = await cluster.OperateAsync("history", "import", In("one"));
        Assert.Contains("0 messages imported, 2,500 passed over", ran.Errors, StringComparison.Ordinal);
        ran = await cluster.OperateAsync("history", "export", In("other"));
        Assert.True(ran.Exit == 0, ran.Errors);
        Assert.Equal(await File.ReadAllTextAsync(In("one")), await File.ReadAllTextAsync(In("other")));
    }

    [Fact]
    public async Task What_cannot_be_done_is_named_and_changes_nothing()
    {
        await FailsAsync("there is no archive in " + In("none"), "export", In("file"), "--data", In("none"));
        Assert.False(Directory.Exists(In("none")));
        await FillAsync(In("data"));
        await File.WriteAllTextAsync(In("there"), "");
        await FailsAsync(In("there") + " is there already", "export", In("there"), "--data", In("data"));
        await FailsAsync(In("there") + ":1: is no history that was exported", "import", In("there"), "--data", In("b"));
        await SingleProcess.RunAsync("history", "export", In("file"), "--data", In("data"));
        await FailsAsync(
            In("file") + ":1: is of the network 'irc', not 'other' (--network)",
            "import", In("file"), "--data", In("b"), "--network", "other");
        using (LocalBuses.Hold(In("data")))
            await FailsAsync(
                $"the folder {In("data")} is in use by process {Environment.ProcessId}",
                "import", In("file"), "--data", In("data"));
        Ran ran = await SingleProcess.RunAsync("history", "import");
        Assert.Equal((2, "ircnats-root history import: name a file behind the verb\n"), (ran.Exit, ran.Errors));
        Assert.Equal(2, (await SingleProcess.RunAsync("history")).Exit);

        async Task FailsAsync(string why, params string[] args)
        {
            Ran failed = await SingleProcess.RunAsync(["history", .. args]);
            Assert.Equal((1, $"ircnats-root history {args[0]}: {why}\n"), (failed.Exit, failed.Errors));
        }
    }

    // What it came to; before that it may say how far it is, and that it asks again.
    private static string LastLine(Ran ran) => ran.Errors.TrimEnd('\n').Split('\n')[^1];

    private string In(string name) => Path.Combine(_folder.FullName, name);

    private static async Task FillAsync(string folder)
    {
        Directory.CreateDirectory(folder);
        await using IHistoryArchive archive =
            await LocalBuses.OpenArchiveAsync(folder, new HistoryRetention(), default);
        await using IHistoryPen pen = await archive.OpenAsync(1, default);
        HistoryTarget[] targets =
        [
            .. Enumerable.Range(1, 3).Select(i => HistoryTarget.OfChannel(new Mark(1, new Position((ulong)i, 0)))),
            HistoryTarget.OfAccounts("alice", "bob"),
        ];
        foreach (int[] batch in Enumerable.Range(0, Messages).Chunk(500))
            await pen.AppendAsync(
                [
                    .. from i in batch
                       select new HistoryItem(
                           targets[i % targets.Length],
                           new KeptMessage(
                               new Position(10 + (ulong)i, 0), 1, 1_700_000_000_000 + i, KeptKind.Message,
                               "alice!al@host.test", "PRIVMSG", ["#dev", $"message {i}"])),
                ],
                default);
    }
}
