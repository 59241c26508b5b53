using IrcNats.Commands;
using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Benchmarks;

/// <summary>A message on its way through the root and the log.</summary>
public class Entries
{
    private const int InEntry = 64;
    private readonly Network _net = SampleNetwork.With(users: 100, channels: 5);
    private readonly Caller _by;
    private readonly Line _line = Line.Parse(
        $"PRIVMSG {SampleNetwork.ChannelOf(1)} :what people say, some forty bytes of it");
    private readonly Event _said = Said();
    private readonly Entry _one = EntryOf(1), _many = EntryOf(InEntry);
    private readonly byte[] _oneEncoded = Codec.Encode(EntryOf(1)), _manyEncoded = Codec.Encode(EntryOf(InEntry));

    public Entries() => _by = new(_net.FindUser(new UserId(1))!, SampleNetwork.Now);

    [Benchmark(Description = "decide a PRIVMSG to a channel")]
    public int Decide() => CommandTable.Decide(_net, _by, _line).Events.Count;

    [Benchmark(Description = "apply it to the network")]
    public void Apply() => SampleNetwork.Apply(_net, _said);

    [Benchmark(Description = "encode an entry of one message")]
    public byte[] EncodeOne() => Codec.Encode(_one);

    [Benchmark(Description = "decode it")]
    public object DecodeOne() => Decode(_oneEncoded);

    [Benchmark(Description = "encode a message in an entry of 64", OperationsPerInvoke = InEntry)]
    public byte[] EncodeMany() => Codec.Encode(_many);

    [Benchmark(Description = "decode it there", OperationsPerInvoke = InEntry)]
    public object DecodeMany() => Decode(_manyEncoded);

    private static Entry Decode(byte[] bytes) =>
        Codec.TryDecode(bytes, out Entry? entry, out string? why) ? entry : throw new InvalidOperationException(why);

    private static Entry EntryOf(int messages) => new(Payload.FormatVersion, 1,
    [
        .. Enumerable.Range(1, messages).Select(i => new Outcome(
            SampleNetwork.Now, new Origin("leaf-1", 1, (ulong)i, 1, null), [Said()], [])),
    ]);

    private static ChannelMessage Said() => new(
        "PRIVMSG", SampleNetwork.ChannelOf(1), new UserId(1), "what people say, some forty bytes of it",
        new Position(1234, 0))
    {
        Source = "user1!~u@192.0.2.1",
    };
}
