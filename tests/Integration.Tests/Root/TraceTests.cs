using System.Diagnostics;
using IrcNats.Integration.Tests.Cluster;

namespace IrcNats.Integration.Tests.Root;

/// <summary>`trace` beside a network of real processes.</summary>
public class TraceTests
{
    [Fact]
    public async Task Trace_shows_commands_answers_and_events_as_they_happen_and_from_the_log()
    {
        await using RealCluster cluster = await RealCluster.StartAsync(new ClusterShape { Leaves = 1 });
        string url = cluster.Bus.Opts.Url;
        await using Node live = Trace("trace-live", "--nats-url", url);
        await live.StartAsync();
        await using IrcClient alice = await cluster.JoinAsync(1, "alice");
        await alice.SendAsync("JOIN #dev");
        await live.PrintedAsync("alice> JOIN #dev");
        await live.PrintedAsync("answer: done");
        await live.PrintedAsync("ChannelJoined #dev alice");
        Assert.Contains(live.Lines, line => Matches(line, "leaf-1 #* +*ms seq *.0 ChannelJoined #dev alice*"));
        await cluster.Bus.PublishAsync(cluster.Subjects.Cast, "hello"u8.ToArray());
        await live.PrintedAsync("irc.cast not a payload of ours");

        await using Node later = Trace("trace-later", "--nats-url", url, "--from", "1", "--only", "#dev");
        await later.StartAsync();
        await later.PrintedAsync("ChannelJoined #dev alice");
        await alice.SendAsync("TOPIC #dev :new", "AWAY :not here");
        await later.PrintedAsync("TopicSet #dev alice \"new\"");
        await live.PrintedAsync("AwayChanged alice");
        Assert.Equal(0, later.Count("AwayChanged"));
        Assert.Equal(0, later.Count("RootElected"));
        Assert.Equal(0, live.Count("connected"));
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task Trace_ends_well_when_it_is_told_to(string signal)
    {
        await using RealCluster cluster = await RealCluster.StartAsync(new ClusterShape { Leaves = 0 });
        using Process trace = Process.Start(ProgramTests.Program("trace", "--nats-url", cluster.Bus.Opts.Url))!;
        Assert.Contains("listening", await trace.StandardError.ReadLineAsync());
        await SignalTests.SignalAsync(trace, signal);
        await trace.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(0, trace.ExitCode);
    }

    [Fact]
    public async Task Trace_without_a_server_says_so()
    {
        string nowhere = $"nats://127.0.0.1:{RealCluster.FreePort()}";
        using Process trace = Process.Start(ProgramTests.Program("trace", "--nats-url", nowhere))!;
        Assert.StartsWith("ircnats-root trace: ", await trace.StandardError.ReadToEndAsync());
        await trace.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(1, trace.ExitCode);
    }

    private static bool Matches(string line, string mask) => Protocol.Mask.Matches("* " + mask, line);

    private static Node Trace(string name, params string[] args) =>
        new(name, AppContext.BaseDirectory, () => ProgramTests.Program(["trace", .. args]), "listening");
}
