using System.Net;
using System.Net.Sockets;
using System.Text;

namespace IrcNats.Chaos.Clients;

/// <summary>A socket to a leaf: lines in, lines out.</summary>
sealed class Connection : IDisposable
{
    private const int Longest = 16 * 1024;

    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>A line without its line break; valid during the call.</summary>
    public delegate void LineTaker(ReadOnlySpan<byte> line);

    /// <summary>A text that was sent before has not gone out yet.</summary>
    public bool IsBusy => _turn.CurrentCount == 0;

    /// <summary>Both sides have the connection.</summary>
    public bool IsOpen { get; private set; }

    public async Task OpenAsync(int port)
    {
        await _socket.ConnectAsync(IPAddress.Loopback, port);
        IsOpen = true;
    }

    /// <summary>Sends text, which ends with its line break. After the connection's end it is lost.</summary>
    public async Task SendAsync(string text)
    {
        await _turn.WaitAsync();
        try
        {
            ReadOnlyMemory<byte> rest = Encoding.UTF8.GetBytes(text);
            while (!rest.IsEmpty) rest = rest[await _socket.SendAsync(rest)..];
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The reading side reports the end.
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Gives every line to the taker until the connection ends.</summary>
    public async Task ReadAllAsync(LineTaker taker)
    {
        byte[] buffer = new byte[Longest];
        int filled = 0;
        while (await _socket.ReceiveAsync(buffer.AsMemory(filled)) is var length and > 0)
        {
            filled += length;
            int taken = TakeLines(buffer.AsSpan(0, filled), taker);
            if (taken == 0 && filled == Longest) throw new InvalidDataException("a line without end");
            buffer.AsSpan(taken, filled - taken).CopyTo(buffer);
            filled -= taken;
        }
    }

    public void Dispose() => _socket.Dispose();

    private static int TakeLines(ReadOnlySpan<byte> bytes, LineTaker taker)
    {
        int taken = 0;
        while (bytes[taken..].IndexOf((byte)'\n') is var end and >= 0)
        {
            taker(bytes.Slice(taken, end).TrimEnd((byte)'\r'));
            taken += end + 1;
        }

        return taken;
    }
}
