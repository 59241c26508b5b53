using System.Text;
using IrcNats.Leaf.Core;
using IrcNats.Protocol;
using IrcNats.Replication;
using IrcNats.Root.Core;
using IrcNats.State;
using IrcNats.Transcripts;
using IrcNats.Wire;

namespace IrcNats.Tests.Transcripts;

/// <summary>One leaf with one session, one root, and a bus on which the log always overtakes the replies.</summary>
sealed class OneLeaf : ILeafPorts, IRootPorts, ILink
{
    private readonly Queue<Request> _requests = [];
    private readonly Queue<Reply> _replies = [];
    private readonly Queue<(ulong Seq, Entry Entry)> _entries = [];
    private readonly StringBuilder _shown = new();
    private readonly Writer _writer;
    private readonly LeafCore _leaf;
    private readonly Session _session;
    private long _now = 1000;

    public OneLeaf()
    {
        Network network = new();
        Entry election = Writer.Election(network, "root", TestConfig.Public, _now);
        Replay.Apply(network, 1, election);
        _writer = new Writer(network, this);
        _leaf = new LeafCore("leaf", 1, this);
        _leaf.Applied(1, election, _now);
        _leaf.BusChanged(connected: true, _now);
        _leaf.Start(_now);
        _session = _leaf.Opened(this, new Peer("192.0.2.1", "host", false), _now)!;
    }

    public bool IsClosed { get; private set; }

    /// <summary>The root takes requests; else they wait.</summary>
    public bool Takes { get; set; } = true;

    /// <summary>Replies and beats reach the leaf; else replies wait.</summary>
    public bool IsHeard { get; set; } = true;

    public void Send(params string[] lines)
    {
        foreach (string line in lines)
            _leaf.Received(_session, new LineRead(Line.Parse(line), null, null), _now);
        Exchange();
    }

    /// <summary>The leaf is told that so many milliseconds have passed.</summary>
    public void Pass(long time)
    {
        _now += time;
        if (IsHeard) _leaf.Beaten(new Beat(Payload.FormatVersion, _writer.Epoch, "root", 1, _now), _now);
        _leaf.Tick(_now);
        Exchange();
    }

    private void Exchange()
    {
        while (Takes && _requests.TryDequeue(out Request? request))
            _writer.Take(request, "x", _now);
        _writer.Flush();
        while (_entries.TryDequeue(out var next)) _leaf.Applied(next.Seq, next.Entry, _now);
        while (IsHeard && _replies.TryDequeue(out Reply? reply)) _leaf.Answered(reply, _now);
        while (_leaf.HasTurns) _leaf.Continue(_now);
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
    void ILink.Close() => IsClosed = true;
}
