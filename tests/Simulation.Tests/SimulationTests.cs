using IrcNats.State;
using IrcNats.Transcripts;
using IrcNats.Wire;

namespace IrcNats.Simulation.Tests;

/// <summary>
/// Every transcript on a cluster whose bus delays, loses and repeats, and whose root dies. A seed replays a run.
/// </summary>
public sealed class SimulationTests
{
    public static TheoryData<string> Files => [.. Scenarios.Files];

    [Theory, MemberData(nameof(Files))]
    public Task Plays_when_the_bus_is_slow(string file) => PlayAsync(file, Faults.Slow, seeds: 3);

    [Theory, MemberData(nameof(Files))]
    public Task Plays_when_the_bus_loses_and_repeats(string file) => PlayAsync(file, Faults.Lossy, seeds: 5);

    [Theory, MemberData(nameof(Files))]
    public Task Plays_when_connections_break_and_the_root_dies(string file) => PlayAsync(file, Faults.Rough, seeds: 5);

    private static async Task PlayAsync(string file, Faults faults, int seeds)
    {
        for (int seed = 1; seed <= seeds; seed++)
        {
            SimCluster cluster = new(seed, faults, leaves: 3);
            try
            {
                await using SimStage stage = new(cluster);
                await new Transcript(stage).PlayAsync(Scenarios.Read(file));
            }
            catch (Exception e)
            {
                string run = $"{file} with seed {seed} ({cluster.RootCrashes} crashes)";
                throw new InvalidOperationException($"{run}: {e.Message}", e);
            }

            byte[] root = Codec.Encode(cluster.Root!.Writer.Network.Save());
            Assert.All(cluster.Leaves, l => Assert.Equal(root, Codec.Encode(l.Core.Network.Save())));
            Assert.Equal(root, Codec.Encode(Network.Load(cluster.Root.Writer.Network.Save()).Save()));
        }
    }
}
