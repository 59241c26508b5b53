using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using IrcNats.Events;
using IrcNats.Leaf.Core;
using IrcNats.Protocol;
using IrcNats.Replication;
using IrcNats.Root.Core;
using IrcNats.State;
using IrcNats.Transcripts;
using IrcNats.Wire;

namespace IrcNats.Benchmarks;

/// <summary>A leaf without sockets whose clients are all in one channel, and a root that answers at once.</summary>
sealed class LeafWithClients : ILeafPorts, IRootPorts
{
    public const string Channel = "#all";

    private readonly Network _root = new();
    private readonly Writer _writer;
    private readonly LeafCore _core;
    private readonly Queue<Request> _requests = [];
    private readonly List<Session> _sessions = [];
    private readonly HashSet<byte[]> _buffers = new(ReferenceEqualityComparer.Instance);
    private long _now = SampleNetwork.Now;

    public LeafWithClients(int clients, IReadOnlyList<string> capabilities, NetworkConfig? config = null)
    {
        Entry election = Writer.Election(_root, "root-1", config ?? TestConfig.Public, _now);
        Replay.Apply(_root, 1, election);
        _writer = new Writer(_root, this);
        _core = new LeafCore("leaf-1", (ulong)_now, this);
        _core.BusChanged(connected: true, _now);
        _core.Applied(1, election, _now);
        _core.Start(_now);
        Settle();
        for (int i = 1; i <= clients; i++) Add(i, capabilities[i % capabilities.Count]);
        Both(new ChannelModesChanged(Channel, First, [new ModeChange(false, 'u', null, null)]));
        if (_root.MembersOf(Channel).Count != clients) throw new InvalidOperationException("not everyone is in");
    }

    /// <summary>The user who came first.</summary>
    public UserId First { get; } = new(1);

    /// <summary>How many different byte arrays the newest event or answer was in, and how many lines.</summary>
    public int Buffers => _buffers.Count;

    public int Lines { get; private set; }

    /// <summary>An event of the log, alone in its entry, up to where its lines wait to be sent.</summary>
    public void Happens(Event happened)
    {
        Forget();
        ulong seq = _core.Network.Seq + 1;
        Outcome outcome = new(_now, null, [happened], []);
        _core.Applied(seq, new Entry(Payload.FormatVersion, _core.Network.Epoch, [outcome]), _now);
        _core.FlushDirty();
    }

    /// <summary>So many milliseconds pass, and nobody says anything.</summary>
    public void Pass(int time)
    {
        _core.Tick(_now += time);
        _core.FlushDirty();
        _requests.Clear();
    }

    /// <summary>A line of the last client, answered without asking: no root was heard of lately.</summary>
    /// <returns>How many lines the whole answer has.</returns>
    public int Says(string text)
    {
        Forget();
        if (!_core.RootIsQuiet) _core.Tick(_now += LeafCore.FrozenAfter + 1);
        Send(_sessions[^1], text);
        while (_core.HasTurns) _core.Continue(_now);
        _core.FlushDirty();
        return Lines > 0 ? Lines : throw new InvalidOperationException($"there is no answer to {text}");
    }

    void ILeafPorts.Send(Request request) => _requests.Enqueue(request);

    void IRootPorts.Append(ulong seq, Entry entry) => _core.Applied(seq, entry, _now);

    void IRootPorts.Reply(string to, Reply reply) => _core.Answered(reply, _now);

    void IRootPorts.Faulted(Request request, Exception fault) => throw fault;

    private void Add(int number, string capabilities)
    {
        // Each from elsewhere: no address may connect so often.
        string address = $"10.0.{number >> 8}.{number & 255}";
        Session session = _core.Opened(new Link(this), new Peer(address, address, false), _now)
            ?? throw new InvalidOperationException($"client {number} is not let in");
        _sessions.Add(session);
        if (capabilities.Length > 0) Send(session, $"CAP REQ :{capabilities}");
        Send(session, $"NICK user{number}");
        Send(session, "USER u 0 * :Somebody");
        if (capabilities.Length > 0) Send(session, "CAP END");
        Settle();
        // An auditorium at first: nobody has to be told of everybody.
        Both(new ChannelJoined(Channel, new UserId((ulong)number), MemberModes.None)
        {
            Created = number == 1 ? ChannelModes.Auditorium : null,
        });
    }

    private void Both(Event happened)
    {
        Happens(happened);
        SampleNetwork.Apply(_root, happened);
    }

    private void Send(Session session, string line)
    {
        ReadOnlySequence<byte> bytes = new(Encoding.UTF8.GetBytes(line + "\r\n"));
        LineReader reader = new();
        while (reader.TryRead(ref bytes, out LineRead read)) _core.Received(session, read, _now);
    }

    private void Settle()
    {
        while (_requests.TryDequeue(out Request? request))
        {
            _writer.Take(request, "leaf-1", ++_now);
            _writer.Flush();
        }

        _core.FlushDirty();
    }

    private void Forget()
    {
        _buffers.Clear();
        Lines = 0;
    }

    private void Wrote(ReadOnlyMemory<byte> bytes)
    {
        Lines++;
        if (MemoryMarshal.TryGetArray(bytes, out ArraySegment<byte> buffer)) _buffers.Add(buffer.Array!);
    }

    private sealed class Link(LeafWithClients leaf) : ILink
    {
        public void Write(ReadOnlyMemory<byte> bytes) => leaf.Wrote(bytes);
        public void Flush() { }
        public void WantInput(bool wanted) { }
        public void Close() { }
    }
}
