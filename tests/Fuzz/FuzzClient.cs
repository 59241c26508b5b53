using System.Buffers;
using System.Text;
using IrcNats.Leaf.Core;
using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Fuzz;

/// <summary>A client's connection: bytes in through the real line reader, lines out to a judge of their form.</summary>
sealed class FuzzClient : ILink
{
    private readonly FuzzNetwork _network;
    private readonly FuzzLeaf _leaf;
    private readonly LineReader _reader = new(Limits.LineLen, Limits.ClientTagsLen);
    private readonly Session? _session;
    private byte[] _unread = [];

    public FuzzClient(string name, FuzzNetwork network, FuzzLeaf leaf)
    {
        (Name, _network, _leaf) = (name, network, leaf);
        Judge = new LineJudge(name);
        _session = leaf.Core.Opened(this, new Peer("127.0.0.1", "127.0.0.1", false), network.Now);
    }

    public string Name { get; }
    public LineJudge Judge { get; }

    /// <summary>The server hung up.</summary>
    public bool Closed { get; private set; }

    /// <summary>Whether the word is in the line that these bytes end, or in the bytes themselves.</summary>
    public bool Says(string word, byte[] bytes) =>
        Encoding.UTF8.GetString([.. _unread, .. bytes]).Contains(word, StringComparison.OrdinalIgnoreCase);

    /// <summary>The bytes arrive, and everything that they cause happens.</summary>
    public void Send(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySequence<byte> buffer = new([.. _unread, .. bytes]);
        while (!Closed && _reader.TryRead(ref buffer, out LineRead read))
            _leaf.Core.Received(_session!, read, _network.Now);
        _unread = buffer.ToArray();
        if (!Closed && _unread.Length > _reader.MostBytes) throw new Breach($"{_unread.Length} bytes are no line yet");
        _network.Settle();
    }

    public void Send(string line) => Send(Encoding.UTF8.GetBytes(line + "\r\n"));

    /// <summary>The client breaks the connection.</summary>
    public void Hangup() => Closed = true;

    /// <summary>The connection breaks, or the rest of it does after the server hung up.</summary>
    public void Disconnect()
    {
        _leaf.Core.Disconnected(_session!, "Connection closed", _network.Now);
        _network.Settle();
    }

    void ILink.Write(ReadOnlyMemory<byte> bytes) => Judge.Hear(bytes.Span);
    void ILink.Flush() { }
    void ILink.WantInput(bool wanted) { }
    void ILink.Close() => Closed = true;
}
