using System.Net;
using System.Net.Sockets;

namespace IrcNats.Chaos.Network;

/// <summary>
/// Free ports below those that the system gives to connections. A client that connects while its leaf is away must not
/// meet another process there, nor itself.
/// </summary>
static class Ports
{
    private const int First = 20_000, Last = 31_000;

    public static int[] Free(int count)
    {
        int first = First + Environment.ProcessId * 97 % (Last - First - 2 * count);
        List<int> free = [];
        for (int port = first; free.Count < count; port = port < Last ? port + 1 : First)
            if (IsFree(port)) free.Add(port);
        return [.. free];
    }

    private static bool IsFree(int port)
    {
        try
        {
            using TcpListener listener = new(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
