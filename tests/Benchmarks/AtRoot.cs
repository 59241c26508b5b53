using System.Text;
using IrcNats.Root.Core;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Benchmarks;

/// <summary>
/// One command's whole way through the active root, between two messages of the bus: the request is decoded, taken in
/// its turn, decided, applied, put into an entry, answered; entry and answer are encoded. <see cref="Entries"/> has
/// what follows at a replica, and <see cref="Lines"/> what IRC text costs.
/// </summary>
public class AtRoot : IRootPorts
{
    private const string Leaf = "leaf-1", Text = "what people say, some forty bytes of it";
    private const int Users = 100, Together = 64, Laps = 1024;

    // Encoded before. Their numbers have to go on, so each time another root takes them. There are many, because a root
    // that has just begun has nothing to remember yet.
    private readonly List<byte[]> _messages = [], _changes = [], _questions = [];
    private readonly byte[] _line = Encoding.UTF8.GetBytes($"PRIVMSG {SampleNetwork.ChannelOf(1)} :{Text}\r\n");
    private long _requestBytes, _entryBytes, _replyBytes, _entries, _requests;

    public AtRoot()
    {
        ulong epoch = SampleNetwork.With(users: 1, channels: 2).Epoch;
        for (int i = 0; i < Laps * Together; i++)
        {
            int user = i % Users + 1;
            Add(_messages, $"PRIVMSG {SampleNetwork.ChannelOf(user % 5)} :{Text}");
            // Each other turn goes back to what was.
            Add(_changes, i / Users % 2 == 0 ? $"NICK other{user}" : $"NICK user{user}");
            Add(_questions, null);

            void Add(List<byte[]> to, string? line)
            {
                Ask ask = line is null ? new Sync() : new ClientLine((ulong)user, null, line);
                ulong number = (ulong)to.Count + 1;
                to.Add(Codec.Encode(new Request(Payload.FormatVersion, Leaf, 1, number, number, ask)
                {
                    Since = epoch, Behind = 0, Epoch = epoch,
                }));
            }
        }
    }

    [GlobalCleanup]
    public void End() => Console.WriteLine(
        $"// bytes: a request {_requestBytes / _requests}, its part of an entry {_entryBytes / _requests} "
        + $"({_requests / Math.Max(_entries, 1)} in an entry), its answer {_replyBytes / _requests}, "
        + $"the client's line {_line.Length}");

    [Benchmark(Description = "a PRIVMSG at the root, alone in its entry", OperationsPerInvoke = Laps * Together)]
    public void SayAlone() => Take(_messages, 1);

    [Benchmark(Description = "a PRIVMSG at the root, 64 in an entry", OperationsPerInvoke = Laps * Together)]
    public void SayTogether() => Take(_messages, Together);

    [Benchmark(Description = "a NICK at the root, 64 in an entry", OperationsPerInvoke = Laps * Together)]
    public void Rename() => Take(_changes, Together);

    [Benchmark(Description = "SYNC at the root, an answer without an event", OperationsPerInvoke = Laps * Together)]
    public void Sync() => Take(_questions, Together);

    private void Take(List<byte[]> requests, int inEntry)
    {
        Writer writer = new(SampleNetwork.With(Users, channels: 5), this);
        foreach (byte[][] some in requests.Chunk(inEntry))
        {
            foreach (byte[] bytes in some)
            {
                (_requestBytes, _requests) = (_requestBytes + bytes.Length, _requests + 1);
                writer.Take(Decoded<Request>(bytes), "inbox", SampleNetwork.Now);
            }

            writer.Flush();
        }
    }

    void IRootPorts.Append(ulong seq, Entry entry)
    {
        _entries++;
        _entryBytes += Codec.Encode(entry).Length;
    }

    void IRootPorts.Reply(string to, Reply reply) => _replyBytes += Codec.Encode(reply).Length;

    void IRootPorts.Faulted(Request request, Exception fault) => throw fault;

    private static T Decoded<T>(byte[] bytes)
        where T : Payload =>
        Codec.TryDecode(bytes, out T? read, out string? why) ? read : throw new InvalidOperationException(why);
}
