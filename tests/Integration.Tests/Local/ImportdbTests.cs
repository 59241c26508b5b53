using System.Text;
using IrcNats.Integration.Tests.Cluster;

namespace IrcNats.Integration.Tests.Local;

/// <summary>Accounts and channels come from Ergo's form into a network that runs, and into one that is stopped.
/// </summary>
public sealed class ImportdbTests : IDisposable
{
    private const string Password = "of another network";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ircnats-importdb-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Into_a_running_cluster_and_then_a_login_on_each_leaf()
    {
        string file = Write("ergo.json");
        await using RealCluster cluster = await RealCluster.StartAsync(new ClusterShape { Standby = true });
        Ran trial = await ImportAsync(file, "--dry-run");
        Assert.Equal(
            new Ran(0, """
                left out: account md5: password: its password is kept as a hash that is not of bcrypt
                left out: account 1st: password: it has none
                left out: account 1st: all of it: Nobody may have this nick
                left out: channel #dev: nobody: there is no such account
                3 accounts and channels would be imported, 0 here already, 4 things left out

                """.ReplaceLineEndings("\n"), ""),
            trial);
        Ran done = await ImportAsync(file);
        Assert.Equal((0, ""), (done.Exit, done.Errors));
        Assert.EndsWith(
            "\n3 accounts and channels imported, 0 here already, 4 things left out\n", done.Output,
            StringComparison.Ordinal);
        Ran again = await ImportAsync(file);
        Assert.EndsWith(
            "\n0 accounts and channels imported, 3 here already, 3 things left out\n", again.Output,
            StringComparison.Ordinal);
        Assert.Contains("importdb root-1", (await cluster.OperateAsync("audit")).Output, StringComparison.Ordinal);

        await using IrcClient other = await LogInAsync(cluster.PortOf(1), "other", "wrong", " 904 ");
        await using IrcClient first = await LogInAsync(cluster.PortOf(1), "first", Password, " 903 ");
        await first.SendAsync("JOIN #dev");
        await first.UntilAsync(" 332 first #dev :as it was");
        await first.UntilAsync(":~first");
        await cluster.Root.KillAsync();
        await using IrcClient second = await LogInAsync(cluster.PortOf(2), "second", Password, " 903 ");
        await second.SendAsync("JOIN #dev");
        await second.UntilAsync("~second");

        File.WriteAllText(file, File.ReadAllText(file)[..200]);
        Ran cut = await ImportAsync(file);
        Assert.Equal((1, ""), (cut.Exit, cut.Output));
        Assert.Matches("is cut off or no such file: at line [0-9]+, byte [0-9]+.*Nothing was imported", cut.Errors);

        Task<Ran> ImportAsync(params string[] args) =>
            cluster.OperateAsync(["importdb", .. args, "--config", cluster.Config]);
    }

    [Fact]
    public async Task Into_a_single_process_that_is_stopped_new_or_not()
    {
        string file = Write("ergo.json"), config = Path.Combine(AppContext.BaseDirectory, "transcripts.yaml");
        await using SingleProcess single = await SingleProcess.StartAsync(prepare: async data =>
        {
            Ran trial = await SingleProcess.RunAsync("importdb", file, "--config", config, "--data", data, "--dry-run");
            Assert.Contains("3 accounts and channels would be imported", trial.Output, StringComparison.Ordinal);
            Ran done = await SingleProcess.RunAsync("importdb", file, "--config", config, "--data", data);
            Assert.Contains("3 accounts and channels imported", done.Output, StringComparison.Ordinal);
        });
        await single.Node.StopAsync();
        Ran again = await SingleProcess.RunAsync("importdb", file, "--config", config, "--data", single.Data);
        Assert.Contains("0 accounts and channels imported, 3 here already", again.Output, StringComparison.Ordinal);
    }

    private static async Task<IrcClient> LogInAsync(int port, string nick, string password, string until)
    {
        IrcClient client = await IrcClient.ConnectAsync(port);
        string plain = Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0alice\0{password}"));
        await client.SendAsync(
            "CAP REQ :sasl", $"NICK {nick}", "USER x 0 * :x", "AUTHENTICATE PLAIN", $"AUTHENTICATE {plain}");
        await client.UntilAsync(until);
        await client.SendAsync("CAP END");
        await client.UntilAsync($" 001 {nick} ");
        return client;
    }

    private string Write(string name)
    {
        string path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, $$"""
            {
              "version": 1, "source": "anope",
              "users": {
                "Alice": {"name": "Alice", "hash": "bcrypt:{{BCrypt.Net.BCrypt.HashPassword(Password, 5)}}",
                          "registeredAt": 1600134392000000000},
                "md5": {"name": "md5", "hash": "md5:00", "registeredAt": 1600134392000000000},
                "1st": {"name": "1st"}
              },
              "channels": {
                "#dev": {"name": "#dev", "founder": "Alice", "registeredAt": 1600134392000000000,
                         "topic": "as it was", "amode": {"nobody": "o", "md5": "v"}, "modes": "nt"}
              }
            }
            """);
        return path;
    }
}
