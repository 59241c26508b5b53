using System.Text;
using IrcNats.Leaf.Core;
using IrcNats.Protocol;
using IrcNats.Replication;
using IrcNats.Root.Config;
using IrcNats.Root.Core;
using IrcNats.State;
using IrcNats.Transcripts;
using IrcNats.Wire;

namespace IrcNats.Tests.Proving;

/// <summary>A leaf and its root in one thread; what sessions want proved waits until the test says what came of it.
/// </summary>
sealed class ProvingLeaf : ILeafPorts, IRootPorts
{
    private readonly Queue<Request> _requests = [];
    private readonly Queue<Action> _bus = [];
    private readonly Writer _writer;
    private readonly TestDoor _door;

    public ProvingLeaf(NetworkConfig? config = null, RootSecrets? secrets = null)
    {
        Network network = new();
        config ??= TestConfig.Public;
        _door = new TestDoor(new LoadedConfig(config, secrets ?? TestConfig.Secrets)) { Network = network };
        Entry election = Writer.Election(network, "root", config, Now);
        Replay.Apply(network, 1, election);
        _writer = new Writer(network, this, _door.Config.Secrets);
        Core = new LeafCore("leaf", 1, this);
        Core.Applied(1, election, Now);
        Core.BusChanged(connected: true, Now);
        Core.Start(Now);
        Run();
    }

    public long Now { get; set; } = 1_700_000_000_000;
    public LeafCore Core { get; }

    /// <summary>What is being proved, oldest first.</summary>
    public List<Wanted> Wanted { get; } = [];

    /// <summary>The prover has room.</summary>
    public bool Accepts { get; set; } = true;

    /// <summary>All that was ever asked of the root.</summary>
    public List<Request> Asked { get; } = [];

    public RootSecrets Secrets
    {
        set => (_door.Config, _writer.Secrets) = (_door.Config with { Secrets = value }, value);
    }

    public Client Connect(string address = "192.0.2.1", string? certfp = null)
    {
        Client client = new(this);
        client.Session = Core.Opened(client, new Peer(address, address, false) { Certfp = certfp }, Now);
        return client;
    }

    public Client Join(string nick, string address = "192.0.2.1")
    {
        Client client = Connect(address);
        client.Send($"NICK {nick}", "USER u 0 * :u");
        client.Take();
        return client;
    }

    /// <summary>The oldest proof comes to what it comes to.</summary>
    public void Prove() => Prove(_door.Prove(Wanted[0], "leaf", 1, Now));

    public void Prove(Proved proved)
    {
        Wanted wanted = Wanted[0];
        Wanted.RemoveAt(0);
        Core.Proved(wanted, proved, Now);
        Run();
    }

    public void Run()
    {
        while (_requests.Count > 0 || _bus.Count > 0)
        {
            while (_requests.TryDequeue(out Request? request)) _writer.Take(request, "leaf", Now);
            _writer.Flush();
            while (_bus.TryDequeue(out Action? deliver)) deliver();
        }
    }

    bool ILeafPorts.Prove(Wanted wanted)
    {
        if (Accepts) Wanted.Add(wanted);
        return Accepts;
    }

    void ILeafPorts.Send(Request request)
    {
        Asked.Add(request);
        _requests.Enqueue(request);
    }

    void IRootPorts.Append(ulong seq, Entry entry) => _bus.Enqueue(() => Core.Applied(seq, entry, Now));
    void IRootPorts.Reply(string to, Reply reply) => _bus.Enqueue(() => Core.Answered(reply, Now));
    void IRootPorts.Faulted(Request request, Exception fault) => throw fault;

    public sealed class Client(ProvingLeaf leaf) : ILink
    {
        private readonly StringBuilder _shown = new();

        public Session? Session { get; set; }
        public bool IsClosed { get; private set; }

        public void Send(params string[] lines)
        {
            foreach (string line in lines)
                leaf.Core.Received(Session!, new LineRead(Line.Parse(line), null, null), leaf.Now);
            leaf.Run();
        }

        public void HangUp() => leaf.Core.InputEnded(Session!, InputEnd.Broken("gone"), leaf.Now);

        public void Leave() => leaf.Core.Disconnected(Session!, "gone", leaf.Now);

        public string[] Take()
        {
            string[] lines = _shown.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
            _shown.Clear();
            return lines;
        }

        public void Write(ReadOnlyMemory<byte> bytes) => _shown.Append(Encoding.UTF8.GetString(bytes.Span));
        public void Flush() { }
        public void WantInput(bool wanted) { }
        public void Close() => IsClosed = true;
    }
}
