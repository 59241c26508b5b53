using IrcNats.Transcripts;

namespace IrcNats.Simulation.Tests;

/// <summary>
/// Every transcript on a cluster whose bus delays, loses and repeats, and whose roots die. A seed replays a run.
/// </summary>
public sealed class SimulationTests
{
    public static TheoryData<string> Files => [.. Scenarios.Files, .. Scenarios.Mailed];

    [Theory, MemberData(nameof(Files))]
    public Task Plays_when_the_bus_is_slow(string file) => PlayAsync(file, Faults.Slow, seeds: 2);

    [Theory, MemberData(nameof(Files))]
    public Task Plays_when_the_bus_loses_and_repeats(string file) => PlayAsync(file, Faults.Lossy, seeds: 3);

    [Theory, MemberData(nameof(Files))]
    public Task Plays_when_connections_break_and_roots_die(string file) => PlayAsync(
        file, IsTimed(file) ? Faults.Rough with { CutLeaf = 0, CutRoot = 0 } : Faults.Rough, seeds: 3);

    // Limits run out while a step waits for connections to come back, which may take many seconds.
    private static bool IsTimed(string file) => Scenarios.Read(file).Contains("\n!wait ", StringComparison.Ordinal);

    private static async Task PlayAsync(string file, Faults faults, int seeds)
    {
        for (int seed = 1; seed <= seeds; seed++)
        {
            SimCluster cluster = new(seed, faults, TestConfig.Of(file), roots: 2, leaves: 3);
            try
            {
                await using SimStage stage = new(cluster);
                await new Transcript(stage).PlayAsync(Scenarios.Read(file));
                foreach (SimLeaf leaf in cluster.Leaves) cluster.Judge.Compare(leaf.Name, leaf.Core.Network);
                cluster.Judge.Compare("the root", cluster.ActiveRoot!.Network);
            }
            catch (Exception e)
            {
                string run = $"{file} with seed {seed} ({cluster.Mischief.Crashes} crashes)";
                throw new InvalidOperationException($"{run}: {e.Message}", e);
            }
        }
    }
}
