using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Benchmarks;

/// <summary>The whole state of a network of 100,000 users in 5,000 channels.</summary>
public class WholeState
{
    private Network _net = null!;
    private byte[] _bytes = [];

    [GlobalSetup]
    public void Begin()
    {
        _net = SampleNetwork.With(users: 100_000, channels: 5_000);
        _bytes = Codec.Encode(_net.Save());
        Console.WriteLine($"// the snapshot has {_bytes.Length:N0} bytes");
    }

    [Benchmark(Description = "snapshot of 100,000 users, 5,000 channels")]
    public byte[] Save() => Codec.Encode(_net.Save());

    [Benchmark(Description = "load it")]
    public object Load() => Network.Load(Codec.DecodeSnapshot(_bytes));

    [Benchmark(Description = "digest of the same network")]
    public object Digest() => Codec.Digest(_net);
}
