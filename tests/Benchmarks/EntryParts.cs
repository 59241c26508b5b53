using IrcNats.Commands;
using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Benchmarks;

/// <summary>A message on its way through the root and the log.</summary>
static class EntryParts
{
    private const int Messages = 1000, InEntry = 64, Entries = 16;

    public static IEnumerable<Part> All() =>
    [
        new("decide a PRIVMSG to a channel", Messages, Decide),
        new("apply it to the network", Messages, Apply),
        new("encode an entry of one message", Messages, () => Encode(1, Messages)),
        new("decode it", Messages, () => Decode(1, Messages)),
        new("encode a message in an entry of 64", Entries * InEntry, () => Encode(InEntry, Entries)),
        new("decode it there", Entries * InEntry, () => Decode(InEntry, Entries)),
    ];

    private static Action Decide()
    {
        Network net = SampleNetwork.With(users: 100, channels: 5);
        Caller by = new(net.FindUser(new UserId(1))!, SampleNetwork.Now);
        Line line = Line.Parse($"PRIVMSG {SampleNetwork.ChannelOf(1)} :what people say, some forty bytes of it");
        return () =>
        {
            for (int i = 0; i < Messages; i++) CommandTable.Decide(net, by, line);
        };
    }

    private static Action Apply()
    {
        Network net = SampleNetwork.With(users: 100, channels: 5);
        Event said = Said();
        return () =>
        {
            for (int i = 0; i < Messages; i++) SampleNetwork.Apply(net, said);
        };
    }

    private static Action Encode(int messages, int times)
    {
        Entry entry = EntryOf(messages);
        return () =>
        {
            for (int i = 0; i < times; i++) Codec.Encode(entry);
        };
    }

    private static Action Decode(int messages, int times)
    {
        byte[] bytes = Codec.Encode(EntryOf(messages));
        return () =>
        {
            for (int i = 0; i < times; i++)
                if (!Codec.TryDecode<Entry>(bytes, out _, out string? why)) throw new InvalidOperationException(why);
        };
    }

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
