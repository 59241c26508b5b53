using System.Net;
using System.Net.Sockets;
using DnsClient;
using DnsClient.Protocol;

namespace IrcNats.Leaf.Transport;

/// <summary>What DNS says of an address: its name, and the addresses of that name. No thread waits for it.</summary>
sealed class DnsNames(ILookupClient dns)
{
    // A client waits 3 s at most for both questions; meanwhile a silent server of the list is passed over.
    private static readonly TimeSpan s_answer = TimeSpan.FromSeconds(1);

    /// <summary>The name servers of /etc/resolv.conf, or of the network interfaces.</summary>
    public static DnsNames OfSystem() => new(ClientOfSystem());

    /// <summary>What asks those name servers, remembering nothing.</summary>
    public static LookupClient ClientOfSystem() => new(With(new LookupClientOptions()));

    /// <summary>Asks this name server only.</summary>
    public static DnsNames Of(IPEndPoint server) => new(ClientOf(server));

    /// <inheritdoc cref="ClientOfSystem"/>
    public static LookupClient ClientOf(IPEndPoint server) => new(With(new LookupClientOptions(server)));

    /// <summary>Null: the address has no name, or DNS does not answer.</summary>
    public async Task<HostEntry?> FindAsync(IPAddress address)
    {
        try
        {
            IDnsQueryResponse reverse = await dns.QueryReverseAsync(address);
            string? name = reverse.Answers.PtrRecords().FirstOrDefault()?.PtrDomainName.Value.TrimEnd('.');
            if (string.IsNullOrEmpty(name)) return null;
            QueryType type = address.AddressFamily == AddressFamily.InterNetwork ? QueryType.A : QueryType.AAAA;
            IDnsQueryResponse forward = await dns.QueryAsync(name, type);
            return new HostEntry(name, [.. forward.Answers.OfType<AddressRecord>().Select(record => record.Address)]);
        }
        catch (Exception e) when (e is DnsResponseException or DnsXidMismatchException or SocketException
            or ArgumentException or InvalidOperationException)
        {
            // DNS is silent, or its answer makes no sense, or the address is no machine's, such as 0.0.0.0.
            return null;
        }
    }

    // HostNames remembers answers itself, also that there is no name.
    private static LookupClientOptions With(LookupClientOptions options)
    {
        options.Timeout = s_answer;
        options.Retries = 1;
        options.UseCache = false;
        return options;
    }
}
