using System.Text;
using IrcNats.Leaf.Core;
using IrcNats.Protocol;
using IrcNats.Replication;
using IrcNats.Root.Core;
using IrcNats.State;
using IrcNats.Transcripts;
using IrcNats.Wire;

namespace IrcNats.Tests.Transcripts;

/// <summary>Of two lines the first is refused, the second has effects, and the log is quicker than the reply.</summary>
public sealed class AnswerOrderTests
{
    [Fact]
    public void The_refusal_is_shown_first_even_if_its_reply_comes_last()
    {
        World world = new();
        world.Send("NICK alice", "USER a 0 * :a");
        world.Shown();

        world.Send("PRIVMSG nobody :hi", "JOIN #dev");

        string[] shown = world.Shown();
        Assert.Equal(":irc.test 401 alice nobody :No such nick/channel", shown[0]);
        Assert.Equal(":alice!a@host JOIN #dev", shown[1]);
        Assert.Equal(":irc.test 366 alice #dev :End of /NAMES list", shown[^1]);
    }

    // One leaf with one session, one root, and a bus on which the log always overtakes the replies.
    private sealed class World : ILeafPorts, IRootPorts, ILink
    {
        private readonly Queue<Request> _requests = [];
        private readonly Queue<Reply> _replies = [];
        private readonly Queue<(ulong Seq, Entry Entry)> _entries = [];
        private readonly StringBuilder _shown = new();
        private readonly Writer _writer;
        private readonly LeafCore _leaf;
        private readonly Session _session;

        public World()
        {
            Network network = new();
            Entry election = Writer.Election(network, "root", TestConfig.Public, 1000);
            Replay.Apply(network, 1, election);
            _writer = new Writer(network, this);
            _leaf = new LeafCore("leaf", 1, this);
            _leaf.Applied(1, election, 1000);
            _leaf.BusChanged(connected: true, 1000);
            _leaf.Start(1000);
            _session = _leaf.Opened(this, new Peer("192.0.2.1", "host", false), 1000)!;
        }

        public void Send(params string[] lines)
        {
            foreach (string line in lines)
                _leaf.Received(_session, new LineRead(Line.Parse(line), null, null), 2000);
            while (_requests.TryDequeue(out Request? request))
                _writer.Take(request, "x", TestConfig.Prove(request), 2000);
            _writer.Flush();
            while (_entries.TryDequeue(out var next)) _leaf.Applied(next.Seq, next.Entry, 2000);
            while (_replies.TryDequeue(out Reply? reply)) _leaf.Answered(reply, 2000);
        }

        public string[] Shown()
        {
            string[] lines = _shown.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
            _shown.Clear();
            return lines;
        }

        void ILeafPorts.Send(Request request) => _requests.Enqueue(request);
        void IRootPorts.Append(ulong seq, Entry entry) => _entries.Enqueue((seq, entry));
        void IRootPorts.Reply(string to, Reply reply) => _replies.Enqueue(reply);
        void IRootPorts.Faulted(Request request, Exception fault) => throw fault;
        void ILink.Write(ReadOnlyMemory<byte> bytes) => _shown.Append(Encoding.UTF8.GetString(bytes.Span));
        void ILink.Flush() { }
        void ILink.WantInput(bool wanted) { }
        void ILink.Close() { }
    }
}
