using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Root.Core;

/// <summary>
/// What an active root does, done once on a network of its own that nobody sees, as the root begins to stand by: the
/// code is compiled and its tables are made before anyone waits for it.
/// </summary>
public static class Rehearsal
{
    private const string Leaf = "rehearsal";
    private const ulong Incarnation = 1, Alice = 1, Bob = 2;

    // The last is one that an earlier root left behind: it goes on trial.
    private static readonly Ask[] s_asks =
    [
        new LeafUp(), Opened(Alice, "alice"), Opened(Bob, "bob"), Said(Alice, "JOIN #a,#b"), Said(Bob, "JOIN #a"),
        Said(Alice, "MODE #a +b x!*@*"), Said(Alice, "PRIVMSG #a :hello"), Said(Bob, "PRIVMSG alice :hello"),
        Said(Alice, "KICK #a bob"), Said(Bob, "NICK robert"), new SessionClosed(Bob, "gone"), new Sync(),
        Said(Alice, "PRIVMSG #a :anyone?"),
    ];

    /// <returns>How many entries of the log it would have made. Time in Unix milliseconds.</returns>
    public static int Run(long now)
    {
        (Writer writer, Stage stage) = Play(now);
        writer.Look(now);
        writer.Tick(now);
        Read<Beat>(new Beat(BuildLevel.Current, writer.Epoch, Leaf, writer.Decided, now));
        return stage.Entries;
    }

    /// <summary>
    /// The same for what a root does once a minute: a digest and a snapshot of users and channels. The code for their
    /// types is made at the first of each, which takes a quarter of a second.
    /// </summary>
    /// <returns>How many users the snapshot had.</returns>
    public static int RunWhole(long now)
    {
        Writer writer = Play(now).Writer;
        writer.Mark(now);
        return Network.Load(Codec.DecodeSnapshot(Codec.Encode(writer.Network.Save()))).Users.Count;
    }

    private static (Writer Writer, Stage Stage) Play(long now)
    {
        Network net = new();
        Entry election = Writer.Election(net, Leaf, new NetworkConfig(), now);
        Replication.Replay.Apply(net, 1, Read<Entry>(election));
        Stage stage = new();
        Writer writer = new(net, stage);
        foreach (var (index, ask) in s_asks.Index())
        {
            ulong number = (ulong)index + 1;
            ulong since = number == (ulong)s_asks.Length ? writer.Epoch - 1 : 0;
            Request request = new(BuildLevel.Current, Leaf, Incarnation, number, number, ask) { Since = since };
            writer.Take(Read<Request>(request), Leaf, now);
            writer.Flush();
        }

        return (writer, stage);
    }

    private static SessionOpened Opened(ulong session, string nick) =>
        new(session, nick, nick, nick, "localhost", "127.0.0.1", Secure: false, Password: null);

    private static ClientLine Said(ulong session, string line) => new(session, "label", line);

    // As it comes from NATS.
    private static T Read<T>(T payload)
        where T : Payload =>
        Codec.TryDecode(Codec.Encode(payload), out T? read, out string? error)
            ? read
            : throw new InvalidOperationException(error);

    private sealed class Stage : IRootPorts
    {
        public int Entries { get; private set; }

        public void Append(ulong seq, Entry entry)
        {
            Read(entry);
            Entries++;
        }

        public void Reply(string to, Reply reply) => Read(reply);

        public void Faulted(Request request, Exception fault) => throw new InvalidOperationException(Leaf, fault);
    }
}
