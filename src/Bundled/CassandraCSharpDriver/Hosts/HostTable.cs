using System.Collections.Concurrent;
using System.Net;

namespace Cassandra.Hosts;

/// <summary>The hosts that the cluster has, as far as is known.</summary>
internal sealed class HostTable
{
    // More are a broken server's.
    private const int HostsMax = 10_000;

    private readonly ConcurrentDictionary<IPEndPoint, Host> _hosts = new();
    private volatile TokenRing _ring = TokenRing.Empty;

    /// <summary>Is called when hosts came or went.</summary>
    public event Action? Changed;

    public ICollection<Host> All => _hosts.Values;

    public TokenRing Ring => _ring;

    public Host? Find(IPEndPoint address) => _hosts.GetValueOrDefault(address);

    /// <summary>Takes over what one host says of all.</summary>
    public void Update(IReadOnlyList<HostFacts> facts, IReadOnlyDictionary<string, Replication> keyspaces)
    {
        bool hasChanged = false;
        foreach (HostFacts fact in facts.Take(HostsMax))
        {
            Host host = _hosts.GetOrAdd(fact.Address, address =>
            {
                hasChanged = true;
                return new Host(address);
            });
            host.Learn(fact);
        }

        HashSet<IPEndPoint> there = [.. facts.Select(f => f.Address)];
        foreach (IPEndPoint address in _hosts.Keys.Where(a => !there.Contains(a)))
            hasChanged |= _hosts.TryRemove(address, out _);
        _ring = new TokenRing(_hosts.Values, keyspaces);
        if (hasChanged) Changed?.Invoke();
    }
}
