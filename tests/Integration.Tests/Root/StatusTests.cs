using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using IrcNats.Integration.Tests.Cluster;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Integration.Tests.Root;

/// <summary>What an operator sees of a network's processes: `ircnats-root status`.</summary>
public sealed class StatusTests
{
    private static readonly string[] s_columns =
        ["role", "node", "state", "epoch", "seq", "clients", "pid", "version", "level", "addresses"];

    [Fact]
    public async Task Every_process_is_in_the_table_with_what_it_says_of_itself()
    {
        await using RealCluster cluster = await RealCluster.StartAsync(new ClusterShape { Standby = true });
        await using IrcClient alice = await cluster.JoinAsync(1, "alice");
        await using IrcClient bob = await cluster.JoinAsync(1, "bob");
        Ran ran = await cluster.OperateAsync("status");
        Assert.Equal((0, ""), (ran.Exit, ran.Errors));
        string[][] rows = [.. ran.Output.TrimEnd('\n').Split('\n').Select(l => Regex.Split(l, " {2,}"))];
        Assert.Equal(s_columns, rows[0]);
        string version = Software.Number, epoch = rows[1][3];
        Assert.InRange(ulong.Parse(epoch, CultureInfo.InvariantCulture), 1UL, ulong.MaxValue);
        Assert.Equal(
            [
                Row("standby", "root-2", epoch, "-", cluster.Standby, "-"),
                Row("root", "root-1", epoch, "-", cluster.Root, "-"),
                Row("leaf", "leaf-1", epoch, "2", cluster.Leaves[0], $"127.0.0.1:{cluster.PortOf(1)}"),
                Row("leaf", "leaf-2", epoch, "0", cluster.Leaves[1], $"127.0.0.1:{cluster.PortOf(2)}"),
            ],
            rows[1..].Select(r => string.Join(' ', [.. r[..4], .. r[5..]])));
        Assert.All(rows[1..], r => Assert.InRange(ulong.Parse(r[4], CultureInfo.InvariantCulture), 4UL, 1000UL));

        string Row(string role, string node, string inEpoch, string clients, Node process, string addresses) =>
            $"{role} {node} available {inEpoch} {clients} {process.Pid} {version} {BuildLevel.Current} {addresses}";
    }

    [Fact]
    public async Task As_JSON_it_is_one_line_with_one_object_for_each_process()
    {
        await using RealCluster cluster = await RealCluster.StartAsync(new ClusterShape { Leaves = 1 });
        Ran ran = await cluster.OperateAsync("status", "--json");
        Assert.Equal((0, ""), (ran.Exit, ran.Errors));
        Assert.Single(ran.Output.TrimEnd('\n').Split('\n'));
        using JsonDocument all = JsonDocument.Parse(ran.Output);
        JsonElement[] processes = [.. all.RootElement.EnumerateArray()];
        Assert.Equal(["root-1", "leaf-1"], processes.Select(p => p.GetProperty("node").GetString()));
        string[] shared = ["role", "node", "state", "network", "version", "pid", "seq", "epoch"];
        Assert.All(processes, p => Assert.All(shared, name => Assert.True(p.TryGetProperty(name, out _), name)));
        Assert.Equal($"{cluster.Leaves[0].Pid}", processes[1].GetProperty("pid").GetString());
        Assert.Equal("0", processes[1].GetProperty("clients").GetString());
        Assert.Equal("0", processes[1].GetProperty("users").GetString());
    }

    [Fact]
    public async Task Where_there_is_no_network_or_no_NATS_it_says_so()
    {
        await using RealCluster cluster = await RealCluster.StartAsync(new ClusterShape { Leaves = 0 });
        Ran other = await cluster.OperateAsync("status", "--network", "elsewhere");
        Assert.Equal(new Ran(1, "no process of this network answers\n", ""), other);
        await cluster.Root.KillAsync();
        await cluster.Nats.KillAsync();
        Ran none = await cluster.OperateAsync("status");
        Assert.Equal((1, ""), (none.Exit, none.Output));
        Assert.StartsWith("ircnats-root status: ", none.Errors, StringComparison.Ordinal);
    }
}
