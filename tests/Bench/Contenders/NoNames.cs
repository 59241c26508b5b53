using System.Net;
using System.Net.Sockets;

namespace IrcNats.Bench;

/// <summary>A name server that knows no name: https://www.rfc-editor.org/rfc/rfc1035#section-4.1.1</summary>
sealed class NoNames : IDisposable
{
    private const int Port = 53, HeaderLength = 12;
    private const byte IsAnswer = 0x80, NoSuchName = 3;
    private readonly Socket _socket;

    private NoNames(Socket socket)
    {
        _socket = socket;
        new Thread(Answer) { IsBackground = true }.Start();
    }

    /// <summary>Where nobody else has a name server.</summary>
    public static IPAddress Address { get; } = IPAddress.Parse("127.53.53.53");

    /// <summary>Null: the port is taken, or not for us.</summary>
    public static NoNames? TryStart()
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            socket.Bind(new IPEndPoint(Address, Port));
            return new NoNames(socket);
        }
        catch (SocketException)
        {
            socket.Dispose();
            return null;
        }
    }

    public void Dispose() => _socket.Dispose();

    private void Answer()
    {
        byte[] question = new byte[512];
        EndPoint from = new IPEndPoint(IPAddress.Any, 0);
        try
        {
            while (true)
            {
                int length = _socket.ReceiveFrom(question, ref from);
                if (length < HeaderLength) continue;
                question[2] |= IsAnswer;
                question[3] = NoSuchName;
                _socket.SendTo(question.AsSpan(0, length), SocketFlags.None, from);
            }
        }
        catch (SocketException)
        {
            // It was closed.
        }
        catch (ObjectDisposedException)
        {
            // The same.
        }
    }
}
