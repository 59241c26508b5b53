using System.Buffers;
using System.Net.Sockets;

namespace IrcNats.Leaf.Transport;

/// <summary>
/// Sends lines on a socket without TLS. A flush is one call of the kernel on the thread that flushes; Kestrel's pipe
/// would hand each delivery to another thread first. What the kernel does not take at once waits for the reader.
/// </summary>
sealed class PlainSocket : ILineOutput
{
    private readonly Socket _socket;
    private ReadOnlyMemory<byte> _lines;
    private byte[]? _joined;

    /// <param name="socket">Kestrel's own: it reads from it, and ends it. Nothing else may send on it.</param>
    public PlainSocket(Socket socket)
    {
        _socket = socket;
        _socket.Blocking = false;
    }

    public void Write(ReadOnlyMemory<byte> line)
    {
        if (_lines.IsEmpty) _lines = line;
        else Join(line.Span);
    }

    public ValueTask<bool> FlushAsync()
    {
        int sent = _socket.Send(_lines.Span, SocketFlags.None, out SocketError error);
        if (error is not (SocketError.Success or SocketError.WouldBlock)) return new(Done(isRead: false));
        return sent == _lines.Length ? new(Done(isRead: true)) : SendRestAsync(error == SocketError.Success ? sent : 0);
    }

    private void Join(ReadOnlySpan<byte> line)
    {
        int length = _lines.Length;
        if (_joined is null || _joined.Length < length + line.Length)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(length + line.Length, 2 * length));
            _lines.Span.CopyTo(larger);
            Return();
            _joined = larger;
        }

        line.CopyTo(_joined.AsSpan(length));
        _lines = _joined.AsMemory(0, length + line.Length);
    }

    private async ValueTask<bool> SendRestAsync(int from)
    {
        try
        {
            while (from < _lines.Length) from += await _socket.SendAsync(_lines[from..], SocketFlags.None);
            return Done(isRead: true);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return Done(isRead: false);
        }
    }

    private bool Done(bool isRead)
    {
        _lines = default;
        Return();
        return isRead;
    }

    private void Return()
    {
        if (_joined is null) return;
        ArrayPool<byte>.Shared.Return(_joined);
        _joined = null;
    }
}
