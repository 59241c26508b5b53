using System.Net;
using System.Net.Sockets;
using IrcNats.Protocol;

namespace IrcNats.Root.Pushing;

/// <summary>A connection was wanted to an address that is not public.</summary>
sealed class InsideException() : Exception("a push server has an address that is not public")
{
    /// <summary>Where no push server is: https://www.iana.org/assignments/iana-ipv4-special-registry and the same of
    /// IPv6.</summary>
    public static IReadOnlyList<string> Networks { get; } =
    [
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
        "224.0.0.0/4", "240.0.0.0/4", "::/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23",
        "2001:db8::/32", "2002::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
    ];
}

/// <summary>
/// Connects to public addresses only. Users say where messages are pushed: they must not have a root ask machines that
/// only the root can reach. The name is looked up here, and that very address is connected to, so that a name cannot
/// have another address a moment later.
/// </summary>
sealed class OutsideConnector
{
    /// <summary>Networks that are not public, and to which it connects all the same.</summary>
    public IReadOnlyList<string> Inside { get; set; } = [];

    /// <exception cref="InsideException">No address of the host is public.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken stop)
    {
        IPAddress[] found = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, stop);
        IPAddress[] open = [.. found.Where(IsOpen)];
        if (open.Length == 0) throw new InsideException();
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(open, context.DnsEndPoint.Port, stop);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Whether it is connected to.</summary>
    public bool IsOpen(IPAddress address)
    {
        // Without a zone.
        IPAddress plain = new(address.GetAddressBytes());
        string text = (plain.IsIPv4MappedToIPv6 ? plain.MapToIPv4() : plain).ToString();
        return !AddressRange.AnyHas(InsideException.Networks, text) || AddressRange.AnyHas(Inside, text);
    }
}
