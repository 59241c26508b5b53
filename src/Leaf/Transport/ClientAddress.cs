using System.Net;
using IrcNats.Leaf.Core;
using IrcNats.Protocol;
using Microsoft.Extensions.Primitives;

namespace IrcNats.Leaf.Transport;

/// <summary>Addresses of clients, as sockets and proxies name them, and as IRC shows them.</summary>
static class ClientAddress
{
    // How many addresses of X-Forwarded-For are looked at: no more proxies than that stand in a row.
    private const int MostHops = 16;

    /// <summary>
    /// IPv4 written as IPv6 becomes IPv4. A client without an address (on a Unix socket) is on this machine.
    /// </summary>
    public static IPAddress Plain(IPAddress? address)
    {
        if (address is null) return IPAddress.Loopback;
        return address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
    }

    public static bool IsIn(IReadOnlyList<IPNetwork> networks, IPAddress address) =>
        networks.Any(n => n.Contains(address));

    /// <summary>
    /// The nearest address that is not a proxy of ours. Anybody may have written what stands left of it in the header.
    /// </summary>
    public static IPAddress Forwarded(IPAddress from, StringValues header, IReadOnlyList<IPNetwork> proxies)
    {
        string[] hops = header.ToString().Split(',', StringSplitOptions.TrimEntries);
        foreach (string hop in hops.Reverse().Take(MostHops))
        {
            // Some proxies name the port, too.
            if (!AddressText.TryParseEnd(hop, out IPEndPoint? named)) break;
            from = Plain(named.Address);
            if (!IsIn(proxies, from)) break;
        }

        return from;
    }

    public static Peer PeerAt(IPAddress from, bool secure)
    {
        string shown = Names.ShownAddress(from);
        return new Peer(shown, shown, secure);
    }
}
