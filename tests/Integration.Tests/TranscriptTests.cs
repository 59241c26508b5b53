using IrcNats.Integration.Tests.Cluster;
using IrcNats.Transcripts;

namespace IrcNats.Integration.Tests;

/// <summary>Every transcript over real sockets: the files that are played in memory and in simulation too.</summary>
public sealed class TranscriptTests(ClusterFixture shared) : IClassFixture<ClusterFixture>
{
    // They ask what the network remembers of those who were there before; registered channels stay.
    private static readonly string[] s_onItsOwn = ["Ask/whowas.irc", "Server/lusers.irc", "Channel/list.irc"];

    internal static IEnumerable<string> ForAll => Scenarios.Files.Where(f => !WaitsLong(f)).Except(s_onItsOwn);

    public static TheoryData<string> Shared => [.. ForAll];

    public static TheoryData<string> OnItsOwn => [.. s_onItsOwn];

    public static TheoryData<string> Waiting => [.. Scenarios.Files.Where(WaitsLong)];

    [Theory, MemberData(nameof(Shared))]
    public Task Plays(string file) => PlayAsync(file, shared.Cluster);

    // An ordinary run plays them below, on one process.
    [Theory, MemberData(nameof(OnItsOwn)), Trait("Run", "long")]
    public async Task Plays_on_a_new_network(string file)
    {
        await using RealCluster cluster = await RealCluster.StartAsync();
        await PlayAsync(file, cluster);
    }

    [Theory(Skip = "waits for a minute or more; played where time is virtual"), MemberData(nameof(Waiting))]
    public Task Plays_while_time_passes(string file) => PlayAsync(file, shared.Cluster);

    private static bool WaitsLong(string file) => Scenarios.Waits(file) >= TimeSpan.FromMinutes(1);

    internal static async Task PlayAsync(string file, IStageSite site)
    {
        await using SocketStage stage = new(site);
        await new Transcript(stage).PlayAsync(Scenarios.Read(file));
    }
}

/// <summary>
/// Transcripts over real sockets on a network that is one process. It differs from a cluster in its bus and its
/// archive, not in its commands: an ordinary run plays those about talk, histories and accounts, and a long one all.
/// </summary>
public sealed class SingleTranscriptTests(SingleFixture shared) : IClassFixture<SingleFixture>
{
    // It shows the names of two leaves.
    private const string OfTwoLeaves = "Server/links.irc";

    private static readonly string[] s_usual = ["Talk/", "History/", "Accounts/"];

    public static TheoryData<string> Usual => [.. All.Where(IsUsual)];

    public static TheoryData<string> Others => [.. All.Where(file => !IsUsual(file))];

    public static TheoryData<string> OnItsOwn => TranscriptTests.OnItsOwn;

    private static IEnumerable<string> All => TranscriptTests.ForAll.Except([OfTwoLeaves]);

    [Theory, MemberData(nameof(Usual))]
    public Task Plays(string file) => TranscriptTests.PlayAsync(file, shared.Single);

    [Theory, MemberData(nameof(Others)), Trait("Run", "long")]
    public Task Plays_the_others(string file) => TranscriptTests.PlayAsync(file, shared.Single);

    [Theory, MemberData(nameof(OnItsOwn))]
    public async Task Plays_on_a_new_network(string file)
    {
        await using SingleProcess single = await SingleProcess.StartAsync();
        await TranscriptTests.PlayAsync(file, single);
    }

    private static bool IsUsual(string file) =>
        s_usual.Any(folder => file.StartsWith(folder, StringComparison.Ordinal));
}

/// <summary>A network that is one process for all tests of a class, which leave it as they found it.</summary>
public sealed class SingleFixture : IAsyncLifetime
{
    private SingleProcess? _single;

    internal SingleProcess Single => _single!;

    public async Task InitializeAsync() => _single = await SingleProcess.StartAsync();

    public async Task DisposeAsync()
    {
        if (_single is not null) await _single.DisposeAsync();
    }
}

/// <summary>
/// Transcripts in which seconds count. They mostly wait, so they are played beside the others, in a long run. In memory
/// they are always played.
/// </summary>
[Trait("Run", "long")]
public sealed class TimedTranscriptTests(ClusterFixture shared) : IClassFixture<ClusterFixture>
{
    public static TheoryData<string> Files => [.. Scenarios.Timed];

    [Theory, MemberData(nameof(Files))]
    public Task Plays_while_time_passes(string file) => TranscriptTests.PlayAsync(file, shared.Cluster);
}
