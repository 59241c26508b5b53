using System.Text;
using IrcNats.Events;
using IrcNats.Leaf.Core;
using IrcNats.Protocol;
using IrcNats.Replication;
using IrcNats.Root.Core;
using IrcNats.State;
using IrcNats.Transcripts;
using IrcNats.Wire;

namespace IrcNats.Tests.LeafUnits;

/// <summary>One leaf with any number of sessions, and a root that answers at once.</summary>
sealed class LeafOfMany : ILeafPorts, IRootPorts
{
    private readonly Network _root = new();
    private readonly Writer _writer;
    private readonly Queue<Request> _requests = [];

    public LeafOfMany(NetworkConfig? config = null)
    {
        Entry election = Writer.Election(_root, "root", config ?? TestConfig.Public, Now);
        Replay.Apply(_root, 1, election);
        _writer = new Writer(_root, this);
        Core = new LeafCore("leaf", 1, this);
        Core.BusChanged(connected: true, Now);
        Core.Applied(1, election, Now);
        Core.Start(Now);
        Settle();
    }

    public LeafCore Core { get; }

    public long Now { get; private set; } = 1000;

    public List<Client> Clients { get; } = [];

    public Client Connect()
    {
        Client client = new(this);
        int number = Clients.Count;
        // Each from elsewhere: no address may connect so often.
        string address = $"10.{number >> 16}.{number >> 8 & 255}.{number & 255}";
        client.Session = Core.Opened(client, new Peer(address, address, false), Now)!;
        Clients.Add(client);
        return client;
    }

    public Client Register(string capabilities = "")
    {
        Client client = Connect();
        if (capabilities.Length > 0) client.Send($"CAP REQ :{capabilities}");
        client.Send($"NICK user{Clients.Count}");
        client.Send("USER u 0 * :Somebody");
        if (capabilities.Length > 0) client.Send("CAP END");
        Settle();
        return client;
    }

    /// <summary>So many milliseconds pass at once, with a root that is heard of.</summary>
    public void Pass(long time)
    {
        Now += time;
        Core.Beaten(new Beat(Payload.FormatVersion, _writer.Epoch, "root", 1, Now), Now);
        Core.Tick(Now);
        Settle();
    }

    public void Reconfigure(NetworkConfig config)
    {
        Outcome outcome = new(Now, null, [new ConfigChanged(config)], []);
        Entry entry = new(Payload.FormatVersion, _root.Epoch, [outcome]);
        ulong seq = _root.Seq + 1;
        Replay.Apply(_root, seq, entry);
        Core.Applied(seq, entry, Now);
    }

    public void Settle()
    {
        while (_requests.TryDequeue(out Request? request))
        {
            _writer.Take(request, "leaf", Now);
            _writer.Flush();
        }

        Core.FlushDirty();
    }

    void ILeafPorts.Send(Request request) => _requests.Enqueue(request);
    void IRootPorts.Append(ulong seq, Entry entry) => Core.Applied(seq, entry, Now);
    void IRootPorts.Reply(string to, Reply reply) => Core.Answered(reply, Now);
    void IRootPorts.Faulted(Request request, Exception fault) => throw fault;

    internal sealed class Client(LeafOfMany leaf) : ILink
    {
        private readonly StringBuilder _read = new();

        public Session Session { get; set; } = null!;

        public bool IsClosed { get; private set; }

        public void Send(string line)
        {
            if (!IsClosed) leaf.Core.Received(Session, new LineRead(Line.Parse(line), null, null), leaf.Now);
        }

        /// <summary>What it was sent since the last time.</summary>
        public string[] Read()
        {
            string[] lines = _read.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
            _read.Clear();
            return lines;
        }

        void ILink.Write(ReadOnlyMemory<byte> bytes) => _read.Append(Encoding.UTF8.GetString(bytes.Span));
        void ILink.Flush() { }
        void ILink.WantInput(bool wanted) { }
        void ILink.Close() => IsClosed = true;
    }
}
