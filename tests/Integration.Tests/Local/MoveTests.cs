using IrcNats.Integration.Tests.Cluster;
using IrcNats.Local;
using IrcNats.Ports;
using IrcNats.Root.Moving;
using IrcNats.State;

namespace IrcNats.Integration.Tests.Local;

/// <summary>A network moves from a cluster into one process and back, in a file.</summary>
public sealed class MoveTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ircnats-move-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task From_a_cluster_into_one_process_and_back()
    {
        string fromCluster = In("from-cluster"), fromSingle = In("from-single");
        await using RealCluster cluster = await RealCluster.StartAsync(new ClusterShape { Leaves = 1 });
        await using IrcClient alice = await cluster.JoinAsync(1, "alice");
        await alice.SendAsync("JOIN #dev", "TOPIC #dev :as it was", "MODE #dev +l 17");
        await alice.SettleAsync();
        await cluster.Root.KillAsync();
        Ran exported = await cluster.OperateAsync("export", fromCluster);
        Assert.True(exported.Exit == 0, exported.Errors);
        Assert.Matches(@": network irc as of entry \d+, 1 users, 1 channels\n$", exported.Output);
        await cluster.Leaves[0].KillAsync();
        await cluster.Nats.KillAsync();

        ulong seq = ExportFile.Read(fromCluster, "irc").Snapshot.At.Seq;
        await using (SingleProcess single = await SingleProcess.StartAsync(prepare: data => ImportAsync(data)))
        {
            await using IrcClient bob = await single.JoinAsync("bob");
            Assert.Equal("as it was", (await bob.AskAsync("TOPIC #dev", "332"))!.Params[2]);
            await bob.SendAsync("JOIN #dev", "JOIN #later", "TOPIC #later :of one process");
            await bob.SettleAsync();
            await single.Node.StopAsync();
            exported = await SingleProcess.RunAsync("export", fromSingle, "--data", single.Data);
            Assert.True(exported.Exit == 0, exported.Errors);
        }

        Assert.True(ExportFile.Read(fromSingle, "irc").Snapshot.At.Seq > seq);
        cluster.KeepNothing()();
        await cluster.Nats.StartAsync();
        Ran imported = await cluster.OperateAsync("import", fromSingle);
        Assert.True(imported.Exit == 0, imported.Errors);
        // One that was interrupted may be done again.
        Assert.Equal(0, (await cluster.OperateAsync("import", fromSingle)).Exit);
        await Task.WhenAll(cluster.Root.StartAsync(), cluster.Leaves[0].StartAsync());
        await using IrcClient carol = await cluster.JoinAsync(1, "carol");
        Assert.Equal("as it was", (await carol.AskAsync("TOPIC #dev", "332"))!.Params[2]);
        Assert.Equal("of one process", (await carol.AskAsync("TOPIC #later", "332"))!.Params[2]);
        Assert.Contains("17", (await carol.AskAsync("MODE #dev", "324"))!.Params);

        Ran again = await cluster.OperateAsync("import", fromSingle);
        Assert.Equal(1, again.Exit);
        Assert.Matches("^ircnats-root import: the network 'irc' has a log already, which ends at [0-9]+", again.Errors);

        async Task ImportAsync(string data)
        {
            Ran ran = await SingleProcess.RunAsync("import", fromCluster, "--data", data);
            Assert.Equal(new Ran(0, $"network irc goes on behind entry {seq}\n", ""), ran);
        }
    }

    [Fact]
    public async Task A_folder_that_has_a_network_takes_no_other()
    {
        Export("irc").Write(In("file"));
        await SingleProcess.RunAsync("import", In("file"), "--data", In("data"));
        Ran again = await SingleProcess.RunAsync("import", In("file"), "--data", In("data"));
        Assert.Equal(new Ran(1, "", $"ircnats-root import: {In("data")}/network.db has a network already\n"), again);
    }

    [Fact]
    public async Task A_folder_without_a_network_is_not_exported()
    {
        Ran ran = await SingleProcess.RunAsync("export", In("file"), "--data", In("data"));
        Assert.Equal(new Ran(1, "", "ircnats-root export: there is no network\n"), ran);
        Assert.False(File.Exists(In("file")));
    }

    [Fact]
    public async Task A_network_that_runs_is_not_exported()
    {
        await using SingleProcess single = await SingleProcess.StartAsync();
        Ran ran = await SingleProcess.RunAsync("export", In("file"), "--data", single.Data);
        string why = $"the folder {single.Data} is in use by process {single.Node.Pid}";
        Assert.Equal(new Ran(1, "", $"ircnats-root export: {why}\n"), ran);
    }

    [Fact]
    public void Another_networks_file_is_refused()
    {
        Export("other").Write(In("file"));
        Refuses("is the network 'other', not 'irc' (--network)");
    }

    [Fact]
    public void A_file_whose_bytes_are_not_all_there_is_refused()
    {
        Export("irc").Write(In("file"));
        using (FileStream file = File.OpenWrite(In("file"))) file.SetLength(file.Length - 1);
        Refuses("is damaged: it has ");
    }

    [Fact]
    public void A_file_that_was_overwritten_is_refused()
    {
        Export("irc").Write(In("file"));
        byte[] bytes = File.ReadAllBytes(In("file"));
        bytes[^3] ^= 1;
        File.WriteAllBytes(In("file"), bytes);
        Refuses("is damaged: it has ");
    }

    [Theory]
    [InlineData("format 1", "format 2", "is of a newer build (format 2)")]
    [InlineData("level 2", "level 99", "is of a newer build (level 99)")]
    [InlineData("IrcNats network", "Something", "is no network that was exported")]
    public void A_file_that_this_build_does_not_know_is_refused(string was, string now, string why)
    {
        Export("irc").Write(In("file"));
        byte[] all = File.ReadAllBytes(In("file"));
        string text = System.Text.Encoding.Latin1.GetString(all).Replace(was, now, StringComparison.Ordinal);
        File.WriteAllBytes(In("file"), System.Text.Encoding.Latin1.GetBytes(text));
        Refuses(why);
    }

    [Fact]
    public void Nothing_is_overwritten()
    {
        Export("irc").Write(In("file"));
        MoveException wrong = Assert.Throws<MoveException>(() => Export("irc").Write(In("file")));
        Assert.Equal($"{In("file")} is there already", wrong.Message);
    }

    private static ExportFile Export(string network) =>
        ExportFile.Of(network, new Network().Save() with { At = new Position(7, 0), Level = BuildLevel.Current });

    private void Refuses(string why)
    {
        MoveException wrong = Assert.Throws<MoveException>(() => ExportFile.Read(In("file"), "irc"));
        Assert.StartsWith($"{In("file")} {why}", wrong.Message);
    }

    private string In(string name) => Path.Combine(_folder.FullName, name);
}
