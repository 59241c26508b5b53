using System.Net;

namespace Cassandra;

/// <summary>A server of the cluster, as the cluster itself tells of it.</summary>
public class Host
{
    private volatile bool _isUp = true;

    internal Host(IPEndPoint address) => Address = address;

    public IPEndPoint Address { get; }

    /// <summary>Whether it could be reached when that was last tried.</summary>
    public bool IsUp
    {
        get => _isUp;
        internal set => _isUp = value;
    }

    public Guid HostId { get; private set; }

    public string? Datacenter { get; private set; }

    public string? Rack { get; private set; }

    public Version? CassandraVersion { get; private set; }

    internal IReadOnlyList<long> RingTokens { get; private set; } = [];

    internal void Learn(Hosts.HostFacts facts) => (HostId, Datacenter, Rack, CassandraVersion, RingTokens) =
        (facts.HostId, facts.Datacenter, facts.Rack, facts.Version, facts.Tokens);
}
