using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Benchmarks;

/// <summary>The whole state of a large network.</summary>
static class StateParts
{
    private const int Users = 100_000, Channels = 5_000;
    private static int s_bytes;

    public static IEnumerable<Part> All() =>
    [
        new($"snapshot of {Users:N0} users, {Channels:N0} channels", 1, Save, () => $"{s_bytes:N0} bytes"),
        new("load it", 1, Load),
        new("digest of the same network", 1, Digest),
    ];

    private static Action Save()
    {
        Network net = SampleNetwork.With(Users, Channels);
        return () => s_bytes = Codec.Encode(net.Save()).Length;
    }

    private static Action Load()
    {
        byte[] bytes = Codec.Encode(SampleNetwork.With(Users, Channels).Save());
        return () => Network.Load(Codec.DecodeSnapshot(bytes));
    }

    private static Action Digest()
    {
        Network net = SampleNetwork.With(Users, Channels);
        return () => Codec.Digest(net);
    }
}
