using IrcNats.State;
using IrcNats.Transcripts;

namespace IrcNats.Benchmarks;

/// <summary>What a second costs a leaf whose clients are idle.</summary>
public class Ticks
{
    private const int Clients = 10_000, Second = 1000;

    private LeafWithClients _leaf = null!;

    // So that nobody is due, however long it is measured.
    [GlobalSetup]
    public void Begin() => _leaf = new LeafWithClients(Clients, [""], TestConfig.Public with
    {
        Session = TestConfig.Public.Session with { PingAfter = int.MaxValue / 2, DisconnectAfter = int.MaxValue },
    });

    [Benchmark(Description = "a second of 10,000 idle clients")]
    public void Pass() => _leaf.Pass(Second);
}
