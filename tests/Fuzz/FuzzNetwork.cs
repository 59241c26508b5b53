using IrcNats.Leaf.Core;
using IrcNats.Replication;
using IrcNats.Root.Core;
using IrcNats.State;
using IrcNats.Transcripts;
using IrcNats.Wire;

namespace IrcNats.Fuzz;

/// <summary>
/// A root and two leaves in one thread. Everything goes through the wire format. Nothing is kept, so a run of any
/// length takes no more memory than the network's state.
/// </summary>
sealed class FuzzNetwork : IRootPorts
{
    private readonly Writer _writer;
    private readonly TestDoor _door = TestDoor.OfTranscripts();
    private readonly Queue<(byte[] Request, string ReplyTo)> _requests = [];
    private readonly Queue<Action> _bus = [];

    public FuzzNetwork()
    {
        Entry election = Writer.Election(Root, "root-1", TestConfig.Public, Now);
        Replay.Apply(Root, 1, election);
        _writer = new Writer(Root, this, TestConfig.Secrets);
        foreach (string name in new[] { "leaf1", "leaf2" }) Leaves.Add(new FuzzLeaf(name, this, Now));
        foreach (FuzzLeaf leaf in Leaves) leaf.Core.Applied(1, election, Now);
        foreach (FuzzLeaf leaf in Leaves) leaf.Core.Start(Now);
        Settle();
    }

    /// <summary>Unix milliseconds, of a clock that moves with every request.</summary>
    public long Now { get; private set; } = 1_700_000_000_000;

    public Network Root { get; } = new();
    public List<FuzzLeaf> Leaves { get; } = [];

    /// <summary>Bytes of the newest snapshot of the state.</summary>
    public int StateBytes { get; private set; }

    /// <summary>Time passes, with everything that is done ten times a second.</summary>
    public void Tick(int milliseconds)
    {
        Now += milliseconds;
        _writer.Tick(Now);
        Beat beat = new(Payload.FormatVersion, _writer.Epoch, "root-1", _writer.Decided, Now);
        foreach (FuzzLeaf leaf in Leaves)
        {
            leaf.Core.Beaten(beat, Now);
            leaf.Core.Tick(Now);
        }

        Settle();
    }

    /// <summary>Runs until nothing moves.</summary>
    public void Settle()
    {
        while (_requests.Count > 0 || _bus.Count > 0 || Leaves.Any(leaf => leaf.Core.HasTurns))
        {
            while (_requests.TryDequeue(out var next)) Take(next.Request, next.ReplyTo);
            _writer.Flush();
            while (_bus.TryDequeue(out Action? deliver)) deliver();
            foreach (FuzzLeaf leaf in Leaves) leaf.Core.Continue(Now);
        }

        foreach (FuzzLeaf leaf in Leaves) leaf.Core.FlushDirty();
    }

    /// <summary>Compares: every replica is the same, and is the same after saving and loading.</summary>
    public void Compare()
    {
        byte[] saved = Codec.Encode(Root.Save());
        StateBytes = saved.Length;
        string digest = NetworkSnapshot.DigestOf(saved);
        foreach (FuzzLeaf leaf in Leaves)
            if (Codec.Digest(leaf.Core.Network) != digest)
                throw new Breach($"{leaf.Name} has another state than the root");
        if (Codec.Digest(Network.Load(Codec.DecodeSnapshot(saved))) != digest)
            throw new Breach("the state is another one when it was saved and loaded");
    }

    void IRootPorts.Append(ulong seq, Entry entry)
    {
        byte[] bytes = Codec.Encode(entry);
        foreach (FuzzLeaf leaf in Leaves)
            _bus.Enqueue(() => leaf.Core.Applied(seq, Decoded<Entry>(bytes), Now));
    }

    void IRootPorts.Reply(string to, Reply reply)
    {
        byte[] bytes = Codec.Encode(reply);
        FuzzLeaf leaf = Leaves.Single(l => l.Name == to);
        _bus.Enqueue(() => leaf.Core.Answered(Decoded<Reply>(bytes), Now));
    }

    void IRootPorts.Faulted(Request request, Exception fault) =>
        throw new Breach($"the handler of {request.Ask.Verb} threw: {fault}");

    internal void Prove(FuzzLeaf leaf, Wanted wanted) => _bus.Enqueue(() =>
        leaf.Core.Proved(wanted, _door.Prove(wanted, leaf.Name, leaf.Core.Incarnation, Now), Now));

    internal void Send(string leaf, Request request) => _requests.Enqueue((Codec.Encode(request), leaf));

    private void Take(byte[] bytes, string replyTo)
    {
        Request request = Decoded<Request>(bytes);
        _writer.Take(request, replyTo, ++Now);
    }

    private static T Decoded<T>(byte[] bytes)
        where T : Payload =>
        Codec.TryDecode(bytes, out T? payload, out string? error) ? payload : throw new Breach($"on the wire: {error}");
}

/// <summary>A leaf of a <see cref="FuzzNetwork"/>.</summary>
sealed class FuzzLeaf : ILeafPorts
{
    private readonly FuzzNetwork _network;

    public FuzzLeaf(string name, FuzzNetwork network, long now)
    {
        _network = network;
        Name = name;
        Core = new LeafCore(name, (ulong)now, this);
        Core.BusChanged(connected: true, now);
    }

    public string Name { get; }
    public LeafCore Core { get; }

    public void Send(Request request) => _network.Send(Name, request);

    public bool Prove(Wanted wanted)
    {
        _network.Prove(this, wanted);
        return true;
    }
}
