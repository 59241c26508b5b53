using System.Buffers;
using System.Text;
using IrcNats.Leaf.Core;
using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Simulation.Tests;

/// <summary>
/// A client's connection to a leaf. Lines reach the client at once; what it sends waits for a paused leaf.
/// </summary>
sealed class SimLink(SimLeaf leaf, Action<string> received, Action closed) : ILink
{
    private readonly LineReader _reader = new(Limits.LineLen, Limits.ClientTagsLen);
    private string _rest = "";
    private bool _over;

    public SimLeaf Leaf => leaf;
    public Session? Session { get; set; }
    public SessionId Id { get; set; }

    /// <summary>The client sends a line.</summary>
    public void Send(string line)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(line + "\r\n");
        leaf.Post(() => leaf.Received(this, bytes));
    }

    /// <summary>The client hangs up and hears nothing more.</summary>
    public void HangUp(InputEnd end)
    {
        _over = true;
        leaf.Post(() => leaf.HungUp(this, end));
    }

    /// <summary>The leaf's process died.</summary>
    public void Broke()
    {
        if (_over) return;
        _over = true;
        closed();
    }

    public void Read(byte[] bytes, LeafCore core, long now)
    {
        ReadOnlySequence<byte> buffer = new(bytes);
        while (Session is not null && _reader.TryRead(ref buffer, out LineRead read)) core.Received(Session, read, now);
    }

    public void Write(ReadOnlyMemory<byte> bytes)
    {
        string[] lines = (_rest + Encoding.UTF8.GetString(bytes.Span)).Split("\r\n");
        _rest = lines[^1];
        foreach (string line in lines[..^1])
            if (!_over) Take(line);
    }

    public void Flush() { }

    public void WantInput(bool wanted) { }

    // The leaf ends the connection; the process notices a moment later that it is gone.
    public void Close()
    {
        Broke();
        leaf.After(1, () => leaf.Ended(this, "Connection closed"));
    }

    // A PING of the server is answered as every client does by itself.
    private void Take(string line)
    {
        if (line.StartsWith("PING ", StringComparison.Ordinal)) leaf.After(1, () => Send("PONG " + line[5..]));
        else received(line);
    }
}
