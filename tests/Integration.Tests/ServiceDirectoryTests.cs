using System.Text.Json;
using IrcNats.Integration.Tests.Cluster;

namespace IrcNats.Integration.Tests;

/// <summary>
/// Every process is in the NATS service directory: what `nats micro ls`, `info` and `stats` show.
/// https://github.com/nats-io/nats-architecture-and-design/blob/main/adr/ADR-32.md
/// </summary>
public sealed class ServiceDirectoryTests(ClusterFixture shared) : IClassFixture<ClusterFixture>
{
    private static readonly string[] s_nodes = ["leaf-1", "leaf-2", "root-1"];

    private readonly RealCluster _cluster = shared.Cluster;

    [Theory]
    [InlineData("PING", "ping")]
    [InlineData("INFO", "info")]
    [InlineData("STATS", "stats")]
    public async Task Everyone_answers(string verb, string type)
    {
        IReadOnlyList<JsonElement> answers = await AskAsync($"$SRV.{verb}", s_nodes.Length);
        Assert.Equal(s_nodes, answers.Select(a => a.Metadata("node")).Order(StringComparer.Ordinal));
        Assert.All(answers, a => Assert.Equal($"io.nats.micro.v1.{type}_response", a.GetProperty("type").GetString()));
        Assert.Equal(s_nodes.Length, answers.Select(a => a.GetProperty("id").GetString()).Distinct().Count());
    }

    [Fact]
    public async Task One_may_be_asked_by_its_name_and_id()
    {
        JsonElement root = Assert.Single(await AskAsync("$SRV.PING.ircnats-root", 1));
        string id = root.GetProperty("id").GetString()!;
        JsonElement same = Assert.Single(await AskAsync($"$SRV.INFO.ircnats-root.{id}", 1));
        Assert.Equal("root-1", same.Metadata("node"));
        Assert.Equal("root", same.Metadata("role"));
        Assert.Equal("irc.cmd.>", Endpoint(same).GetProperty("subject").GetString());
    }

    [Fact]
    public async Task It_tells_how_many_clients_there_are_and_what_was_done()
    {
        long before = await RequestsOfRootAsync();
        await using IrcClient alice = await _cluster.JoinAsync(1, "alice");
        JsonElement leaf;
        do leaf = (await AskAsync("$SRV.INFO.ircnats-leaf", 2)).Single(l => l.Metadata("node") == "leaf-1");
        while (leaf.Number("clients") == 0);
        Assert.Equal("1", leaf.Metadata("clients"));
        Assert.Contains($":{_cluster.PortOf(1)}", leaf.Metadata("addresses"), StringComparison.Ordinal);
        Assert.True(await RequestsOfRootAsync() > before);
        await alice.SendAsync("QUIT");
        await alice.EndAsync();
    }

    [Fact]
    public async Task It_tells_how_long_that_took()
    {
        await using IrcClient bob = await _cluster.JoinAsync(2, "bob");
        IReadOnlyList<JsonElement> all = await AskAsync("$SRV.STATS", s_nodes.Length);
        foreach (string node in (string[])["root-1", "leaf-2"])
        {
            JsonElement stats = Endpoint(all.Single(a => a.Metadata("node") == node));
            (long requests, long took) = (Value(stats, "num_requests"), Value(stats, "processing_time"));
            Assert.InRange(took, 1, (long)TimeSpan.FromMinutes(5).TotalNanoseconds);
            Assert.Equal(took / requests, Value(stats, "average_processing_time"));
        }

        await bob.SendAsync("QUIT");
        await bob.EndAsync();
    }

    private static long Value(JsonElement stats, string name) => stats.GetProperty(name).GetInt64();

    private Task<IReadOnlyList<JsonElement>> AskAsync(string subject, int answers) =>
        ServiceQuery.AskAsync(_cluster.Bus, subject, answers);

    private async Task<long> RequestsOfRootAsync() =>
        Endpoint((await AskAsync("$SRV.STATS.ircnats-root", 1))[0]).GetProperty("num_requests").GetInt64();

    private static JsonElement Endpoint(JsonElement answer) => answer.GetProperty("endpoints")[0];
}
