using System.Net;
using System.Net.Sockets;

namespace Cassandra.Hosts;

/// <summary>Where to find the first host: addresses, and names whose addresses are looked up each time.</summary>
internal sealed class ContactPoints(IReadOnlyList<object> given, int port)
{
    /// <summary>The addresses, and what could not be found.</summary>
    public async Task<(List<IPEndPoint> Addresses, string Unresolved)> ResolveAsync()
    {
        List<IPEndPoint> addresses = [];
        List<string> unresolved = [];
        foreach (object point in given)
        {
            switch (point)
            {
                case IPEndPoint endPoint: addresses.Add(endPoint); break;
                case IPAddress address: addresses.Add(new IPEndPoint(address, port)); break;
                case string name: await LookUpAsync(name).ConfigureAwait(false); break;
            }
        }

        return ([.. addresses.Distinct()], string.Join("; ", unresolved));

        async Task LookUpAsync(string name)
        {
            try
            {
                IPAddress[] found = await Dns.GetHostAddressesAsync(name).ConfigureAwait(false);
                addresses.AddRange(found.Select(a => new IPEndPoint(a, port)));
            }
            catch (SocketException e)
            {
                unresolved.Add($"{name}: {e.Message}");
            }
        }
    }
}
