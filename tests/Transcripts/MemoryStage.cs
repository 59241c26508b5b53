using System.Text;
using IrcNats.Events;
using IrcNats.History;
using IrcNats.Leaf.Core;
using IrcNats.Leaf.History;
using IrcNats.Protocol;
using IrcNats.Replication;
using IrcNats.Root.Core;
using IrcNats.Root.Core.Importing;
using IrcNats.Root.Core.Mail;
using IrcNats.Root.Passwords;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Transcripts;

/// <summary>
/// A root and leaves in one thread, joined by a bus that loses nothing and takes no time. Everything still goes
/// through the wire format.
/// </summary>
public sealed class MemoryStage : IStage, IRootPorts
{
    private readonly Network _rootNetwork = new();
    private readonly Writer _writer;
    private readonly TestDoor _door = TestDoor.OfTranscripts();
    private readonly List<MemoryLeaf> _leaves = [];
    private readonly Dictionary<string, MemoryLink> _links = [];
    private readonly Queue<(byte[] Request, string ReplyTo)> _commands = [];
    private readonly Queue<Action> _bus = [];
    private readonly List<(ulong Seq, byte[] Bytes)> _log = [];
    private readonly List<byte[]> _onTheBus = [];
    private long _now = 1_700_000_000_000;

    public MemoryStage(int leaves = 2, NetworkConfig? config = null)
    {
        Entry election = Writer.Election(_rootNetwork, "root-1", config ?? TestConfig.Public, _now);
        if (config is not null) _door.Config = _door.Config with { Public = config };
        Replay.Apply(_rootNetwork, 1, election);
        _writer = new Writer(_rootNetwork, this, TestConfig.Secrets);
        _door.Network = _rootNetwork;
        for (int i = 1; i <= leaves; i++) _leaves.Add(new MemoryLeaf($"leaf{i}", this, _now));
        _log.Add((1, Codec.Encode(election)));
        foreach (MemoryLeaf leaf in _leaves) leaf.Core.Applied(1, election, _now);
        foreach (MemoryLeaf leaf in _leaves) leaf.Begin(_now);
        Run();
    }

    /// <summary>The root's own network, for tests that compare it with the leaves'.</summary>
    public Network Root => _rootNetwork;

    /// <summary>What the leaves read of histories besides the log; nobody writes it but the test.</summary>
    public IHistoryArchive? Archive { get; set; }

    public IEnumerable<Network> Replicas => _leaves.Select(l => l.Core.Network);

    public IEnumerable<LeafCore> Cores => _leaves.Select(l => l.Core);

    /// <summary>The root logs its digest.</summary>
    public void Mark()
    {
        _writer.Mark(_now);
        Run();
    }

    /// <summary>Sends the mails that are due, and gives the one to that address; null: there is none.</summary>
    public Task<string?> MailAsync(string address)
    {
        string? found = null;
        foreach (Account account in _rootNetwork.MailsDue.ToArray())
            foreach (MailedCode code in new[] { account.Unproved, account.Reset }.OfType<MailedCode>())
            {
                if (code.IsSent) continue;
                OutgoingMail mail = MailText.Of(_rootNetwork.Config, TestConfig.Secrets, account, code)!;
                if (mail.To == address) found = mail.Body;
                _writer.Log(new CodeMailed(account.Name, code.Kind, code.AskedAt, null, "", null), _now);
            }

        Run();
        return Task.FromResult(found);
    }

    /// <summary>The root logs something of its own.</summary>
    public void Happen(Event happened)
    {
        _writer.Log(happened, ++_now);
        Run();
    }

    /// <summary>An operator imports what another network had.</summary>
    public ImportTold Import(ImportBatch batch)
    {
        RootsKey key = TestConfig.Secrets.Key;
        ImportTold told = _writer.Import(ImportBatch.Open(batch.Sealed(key), key)!, ++_now);
        Run();
        return told;
    }

    /// <summary>The root reads another configuration.</summary>
    public void Reconfigure(NetworkConfig config)
    {
        _writer.Reconfigure(config, ++_now);
        Run();
    }

    /// <summary>Every payload that crossed the bus, and the log.</summary>
    public IEnumerable<byte[]> OnTheBus => _onTheBus.Concat(_door.Payloads).Concat(_log.Select(entry => entry.Bytes));

    /// <summary>Faults that handlers threw; a transcript that causes one fails.</summary>
    public List<Exception> Faults { get; } = [];

    public Task ConnectAsync(string name, string? leaf)
    {
        MemoryLeaf on = leaf is null ? _leaves[_links.Count % _leaves.Count] : _leaves.Single(l => l.Name == leaf);
        MemoryLink link = _links[name] = new MemoryLink(on);
        link.Session = on.Core.Opened(link, new Peer("127.0.0.1", "127.0.0.1", false), _now);
        return Task.CompletedTask;
    }

    /// <summary>Makes a connection from an address other than 127.0.0.1; false if it was refused.</summary>
    public bool Connect(string name, Peer peer, string leaf)
    {
        MemoryLeaf on = _leaves.Single(l => l.Name == leaf);
        MemoryLink link = _links[name] = new MemoryLink(on);
        link.Session = on.Core.Opened(link, peer, _now);
        return link.Session is not null;
    }

    public Task SendAsync(string name, string line)
    {
        MemoryLink link = _links[name];
        link.Receive(Encoding.UTF8.GetBytes(line + "\r\n"), _now);
        Run();
        return Task.CompletedTask;
    }

    public Task CloseAsync(string name)
    {
        MemoryLink link = _links[name];
        if (link.Session is { } session) link.Leaf.Core.InputEnded(session, InputEnd.Closed, _now);
        Run();
        return Task.CompletedTask;
    }

    public Task SettleAsync(string? actor)
    {
        Run();
        return Faults.Count == 0
            ? Task.CompletedTask
            : throw new InvalidOperationException($"a handler threw: {Faults[0]}");
    }

    public Queue<string> Inbox(string name) => _links[name].Inbox;

    public Task WaitAsync(TimeSpan time)
    {
        for (long until = _now + (long)time.TotalMilliseconds; _now < until;)
        {
            _now = Math.Min(_now + 100, until);
            _writer.Tick(_now);
            Beat beat = new(Payload.FormatVersion, _writer.Epoch, "root-1", _writer.Decided, _now);
            foreach (MemoryLeaf leaf in _leaves)
            {
                if (!leaf.IsCut) leaf.Core.Beaten(beat, _now);
                leaf.Core.Tick(_now);
            }

            Run();
        }

        return Task.CompletedTask;
    }

    /// <summary>
    /// "slow NAME", "stuck NAME", "quick NAME": how the client reads what it is sent. "lose LEAF": the leaf's process
    /// dies; "start LEAF": another begins, from the log. "behind LEAF": the log does not reach the leaf; "cut LEAF":
    /// nothing does; "again LEAF": it begins again from a snapshot. "drain LEAF": it sends its clients away.
    /// </summary>
    public Task<bool> DoAsync(string step)
    {
        string[] words = step.Split(' ');
        if (words is ["behind" or "cut" or "again", var apart])
        {
            Part(_leaves.Single(l => l.Name == apart), words[0]);
            return Task.FromResult(true);
        }

        if (words is ["lose", var lost])
        {
            _leaves.RemoveAll(l => l.Name == lost);
            foreach (MemoryLink link in _links.Values.Where(l => l.Leaf.Name == lost)) link.Inbox.Clear();
            return Task.FromResult(true);
        }

        if (words is ["drain", var drained])
        {
            _leaves.Single(l => l.Name == drained).Core.CloseAll("Server shutting down", _now);
            Run();
            return Task.FromResult(true);
        }

        if (words is ["slow" or "stuck" or "quick", var reader])
        {
            _links[reader].Reads(words[0], _now);
            Run();
            return Task.FromResult(true);
        }

        if (words is not ["start", var name]) return Task.FromResult(false);
        MemoryLeaf leaf = new(name, this, _now);
        foreach (var (seq, bytes) in _log) leaf.Cast(seq, bytes, _now);
        _leaves.Add(leaf);
        leaf.Begin(_now);
        Run();
        return Task.FromResult(true);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    void IRootPorts.Append(ulong seq, Entry entry)
    {
        byte[] bytes = Codec.Encode(entry);
        _log.Add((seq, bytes));
        foreach (MemoryLeaf leaf in _leaves) _bus.Enqueue(() => leaf.Cast(seq, bytes, _now));
    }

    void IRootPorts.Reply(string to, Reply reply)
    {
        byte[] bytes = Codec.Encode(reply);
        _onTheBus.Add(bytes);
        if (_leaves.Find(l => l.Name == to) is { } leaf) _bus.Enqueue(() => leaf.Answer(bytes, _now));
    }

    void IRootPorts.Faulted(Request request, Exception fault) => Faults.Add(fault);

    internal void Send(string leaf, byte[] request)
    {
        _onTheBus.Add(request);
        _commands.Enqueue((request, leaf));
    }

    internal void Prove(MemoryLeaf leaf, Wanted wanted) => _bus.Enqueue(() => leaf.Core.Proved(
        wanted, _door.Prove(wanted, leaf.Name, leaf.Core.Incarnation, _now, EntryAt), _now));

    // Nothing of it takes time: the log is in memory, and the archive too.
    internal void ReadHistory(MemoryLeaf leaf, HistoryWanted wanted) => _bus.Enqueue(() =>
    {
        OlderMessages older = new(Archive, seq => Task.FromResult<byte[]?>(EntryAt(seq)));
        Task<HistoryFound> reading = older.FindAsync(wanted, CancellationToken.None);
        bool isSilent = reading.Exception?.InnerException is HistoryException;
        leaf.Core.HistoryFound(wanted, isSilent ? null : reading.Result, _now);
    });

    // Runs until nothing moves: commands go to the root, its entries to the leaves, and their lines to the clients.
    private void Run()
    {
        do
        {
            while (_commands.TryDequeue(out var command)) Take(command.Request, command.ReplyTo);
            _writer.Flush();
            while (_bus.TryDequeue(out Action? deliver)) deliver();
            foreach (MemoryLeaf leaf in _leaves) leaf.Core.Continue(_now);
            foreach (MemoryLink link in _links.Values) link.EndIfClosed(_now);
        }
        while (_commands.Count > 0 || _bus.Count > 0 || _leaves.Exists(leaf => leaf.Core.HasTurns));

        foreach (MemoryLeaf leaf in _leaves) leaf.Core.FlushDirty();
    }

    private void Part(MemoryLeaf leaf, string how)
    {
        leaf.IsBehind = how != "again";
        leaf.IsCut = how == "cut";
        leaf.Core.BusChanged(!leaf.IsCut, _now);
        if (how == "again") leaf.Core.Reloaded(_rootNetwork.Save(), _now);
        Run();
    }

    private byte[]? EntryAt(ulong seq) => _log.Find(entry => entry.Seq == seq).Bytes;

    private void Take(byte[] bytes, string replyTo)
    {
        if (!Codec.TryDecode(bytes, out Request? request, out string? error))
            throw new InvalidOperationException(error);
        _now++;
        _writer.Take(request, replyTo, _now);
    }
}

/// <summary>A leaf in memory.</summary>
sealed class MemoryLeaf : ILeafPorts
{
    private int _tokens;
    private readonly MemoryStage _stage;

    public MemoryLeaf(string name, MemoryStage stage, long now)
    {
        _stage = stage;
        Name = name;
        Core = new LeafCore(name, (ulong)now, this);
        Core.BusChanged(connected: true, now);
    }

    public string Name { get; }
    public LeafCore Core { get; }
    /// <summary>The log does not reach this leaf.</summary>
    public bool IsBehind { get; set; }
    /// <summary>Nothing reaches this leaf, and its requests do not reach the root.</summary>
    public bool IsCut { get; set; }

    public void Begin(long now) => Core.Start(now);

    public string NewToken() => $"{Name}-{++_tokens}";

    public void Send(Request request) => _stage.Send(Name, Codec.Encode(request));

    public bool Prove(Wanted wanted)
    {
        _stage.Prove(this, wanted);
        return true;
    }

    // What a file would say.
    public Location? PlaceOf(string address) =>
        address.StartsWith("198.18.6.", StringComparison.Ordinal)
            ? new Location { Country = "DE", Asn = 64496, AsnName = "Example" }
            : address.StartsWith("198.18.7.", StringComparison.Ordinal) ? new Location { Country = "FR" } : null;

    public bool ReadHistory(HistoryWanted wanted)
    {
        _stage.ReadHistory(this, wanted);
        return true;
    }

    public void Cast(ulong seq, byte[] bytes, long now)
    {
        if (!Codec.TryDecode(bytes, out Entry? entry, out string? error)) throw new InvalidOperationException(error);
        if (!IsBehind) Core.Applied(seq, entry, now);
    }

    public void Answer(byte[] bytes, long now)
    {
        if (!Codec.TryDecode(bytes, out Reply? reply, out string? error)) throw new InvalidOperationException(error);
        Core.Answered(reply, now);
    }
}

/// <summary>A connection in memory: bytes in through the real line reader, lines out into an inbox.</summary>
sealed class MemoryLink(MemoryLeaf leaf) : ILink
{
    private readonly LineReader _reader = new(Limits.LineLen, Limits.ClientTagsLen);
    private readonly StringBuilder _out = new();
    private bool _isClosed;
    private bool _isAwaited;

    public MemoryLeaf Leaf => leaf;
    public Session? Session { get; set; }
    public Queue<string> Inbox { get; } = [];

    public void Receive(byte[] bytes, long now)
    {
        System.Buffers.ReadOnlySequence<byte> buffer = new(bytes);
        while (Session is not null && _reader.TryRead(ref buffer, out LineRead read))
            leaf.Core.Received(Session, read, now);
    }

    public void Write(ReadOnlyMemory<byte> bytes)
    {
        _out.Append(Encoding.UTF8.GetString(bytes.Span));
        string[] lines = _out.ToString().Split("\r\n");
        foreach (string line in lines[..^1]) Inbox.Enqueue(line);
        _out.Clear().Append(lines[^1]);
    }

    public int Waiting { get; private set; }

    public void Reads(string how, long now)
    {
        Waiting = how switch { "slow" => 2 * LeafCore.TypingBound, "stuck" => int.MaxValue, _ => 0 };
        if (Waiting > 0 || !_isAwaited || Session is null) return;
        _isAwaited = false;
        leaf.Core.Taken(Session, now);
    }

    public void TellWhenTaken(int bytes) => _isAwaited = true;
    public void Flush() { }
    public void WantInput(bool wanted) { }

    public void Close() => _isClosed = true;

    /// <summary>The leaf closed the connection: it is told now that the connection is gone.</summary>
    public void EndIfClosed(long now)
    {
        if (!_isClosed || Session is not { } session) return;
        Session = null;
        leaf.Core.Disconnected(session, "Connection closed", now);
    }
}
