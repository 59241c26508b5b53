using IrcNats.Integration.Tests.Cluster;
using IrcNats.Transcripts;

namespace IrcNats.Integration.Tests;

/// <summary>Every transcript over real sockets: the files that are played in memory and in simulation too.</summary>
public sealed class TranscriptTests(ClusterFixture shared) : IClassFixture<ClusterFixture>
{
    // They ask what the network remembers of those who were there before.
    private static readonly string[] s_onItsOwn = ["Ask/whowas.irc", "Server/lusers.irc"];

    public static TheoryData<string> Shared => [.. Scenarios.Files.Where(f => !WaitsLong(f)).Except(s_onItsOwn)];

    public static TheoryData<string> OnItsOwn => [.. s_onItsOwn];

    public static TheoryData<string> Waiting => [.. Scenarios.Files.Where(WaitsLong)];

    [Theory, MemberData(nameof(Shared))]
    public Task Plays(string file) => PlayAsync(file, shared.Cluster);

    [Theory, MemberData(nameof(OnItsOwn))]
    public async Task Plays_on_a_new_network(string file)
    {
        await using RealCluster cluster = await RealCluster.StartAsync();
        await PlayAsync(file, cluster);
    }

    [Theory(Skip = "waits for a minute or more; played where time is virtual"), MemberData(nameof(Waiting))]
    public Task Plays_while_time_passes(string file) => PlayAsync(file, shared.Cluster);

    private static bool WaitsLong(string file) => Scenarios.Waits(file) >= TimeSpan.FromMinutes(1);

    internal static async Task PlayAsync(string file, RealCluster cluster)
    {
        await using SocketStage stage = new(cluster);
        await new Transcript(stage).PlayAsync(Scenarios.Read(file));
    }
}

/// <summary>Transcripts in which seconds count. They mostly wait, so they are played beside the others.</summary>
public sealed class TimedTranscriptTests(ClusterFixture shared) : IClassFixture<ClusterFixture>
{
    public static TheoryData<string> Files => [.. Scenarios.Timed];

    [Theory, MemberData(nameof(Files))]
    public Task Plays_while_time_passes(string file) => TranscriptTests.PlayAsync(file, shared.Cluster);
}
