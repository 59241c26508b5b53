using System.Buffers;
using System.Net.Sockets;

namespace IrcNats.Leaf.Transport;

/// <summary>
/// Sends lines on a socket without TLS. A flush is one call of the kernel on the thread that flushes; Kestrel's pipe
/// would hand each delivery to another thread first. What the kernel does not take at once waits for the reader.
/// </summary>
/// <param name="socket">Kestrel's own: it reads from it, and ends it, perhaps before anything is sent. Nothing else may
/// send on it.</param>
sealed class PlainSocket(Socket socket) : ILineOutput
{
    private ReadOnlyMemory<byte> _lines;
    private byte[]? _joined;

    public void Write(ReadOnlyMemory<byte> line)
    {
        if (_lines.IsEmpty) _lines = line;
        else Join(line.Span);
    }

    public ValueTask<bool> FlushAsync()
    {
        try
        {
            if (socket.Blocking) socket.Blocking = false;
            int sent = socket.Send(_lines.Span, SocketFlags.None, out SocketError error);
            if (error == SocketError.WouldBlock) return SendRestAsync(0);
            if (error != SocketError.Success) return new(Done(isRead: false));
            return sent == _lines.Length ? new(Done(isRead: true)) : SendRestAsync(sent);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return new(Done(isRead: false));
        }
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
            while (from < _lines.Length) from += await socket.SendAsync(_lines[from..], SocketFlags.None);
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
