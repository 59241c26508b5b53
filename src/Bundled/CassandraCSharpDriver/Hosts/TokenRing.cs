namespace Cassandra.Hosts;

/// <summary>Which hosts hold which partitions; when the cluster changes, a new one is made.</summary>
internal sealed class TokenRing
{
    private readonly long[] _tokens;
    private readonly Host[] _owners;
    private readonly IReadOnlyDictionary<string, Replication> _keyspaces;
    private readonly Dictionary<string, int> _racks;

    public TokenRing(IEnumerable<Host> hosts, IReadOnlyDictionary<string, Replication> keyspaces)
    {
        (long Token, Host Owner)[] ring =
            [.. hosts.SelectMany(h => h.RingTokens.Select(t => (t, h))).DistinctBy(p => p.t).OrderBy(p => p.t)];
        _tokens = [.. ring.Select(p => p.Token)];
        _owners = [.. ring.Select(p => p.Owner)];
        _keyspaces = keyspaces;
        _racks = _owners.Distinct().GroupBy(h => h.Datacenter ?? "")
            .ToDictionary(dc => dc.Key, dc => dc.Select(h => h.Rack).Distinct().Count());
    }

    public static TokenRing Empty { get; } = new([], new Dictionary<string, Replication>());

    /// <summary>The replicas of a partition, the owner of its token first; none if the keyspace is not known.</summary>
    public IReadOnlyList<Host> Replicas(string keyspace, ReadOnlySpan<byte> partitionKey)
    {
        if (_tokens.Length == 0 || !_keyspaces.TryGetValue(keyspace, out Replication? replication)) return [];
        int start = Array.BinarySearch(_tokens, Murmur3.Token(partitionKey));
        if (start < 0) start = ~start;
        IEnumerable<Host> walk =
            Enumerable.Range(0, _owners.Length).Select(i => _owners[(start + i) % _owners.Length]).Distinct();
        if (replication.ByDatacenter is null) return [.. walk.Take(replication.Factor)];
        Host[] hosts = [.. walk];
        HashSet<Host> chosen = [.. replication.ByDatacenter.SelectMany(dc => InDatacenter(hosts, dc.Key, dc.Value))];
        return [.. hosts.Where(chosen.Contains)];
    }

    // The next hosts on the ring, those in a rack of their own first, while there are racks without one.
    private List<Host> InDatacenter(Host[] walk, string datacenter, int factor)
    {
        List<Host> chosen = [], passed = [];
        HashSet<string?> racks = [];
        int rackCount = _racks.GetValueOrDefault(datacenter);
        foreach (Host host in walk.Where(h => h.Datacenter == datacenter))
        {
            if (chosen.Count == factor) break;
            if (racks.Contains(host.Rack) && racks.Count < rackCount)
            {
                passed.Add(host);
                continue;
            }

            chosen.Add(host);
            if (!racks.Add(host.Rack) || racks.Count < rackCount) continue;
            chosen.AddRange(passed.Take(factor - chosen.Count));
            passed.Clear();
        }

        return chosen;
    }
}

/// <summary>How many replicas a keyspace has: in all, or in each data centre.</summary>
internal sealed record Replication(int Factor, IReadOnlyDictionary<string, int>? ByDatacenter)
{
    /// <summary>From system_schema.keyspaces; nothing for a strategy that is not known here.</summary>
    public static Replication? From(IDictionary<string, string> options)
    {
        string strategy = options.TryGetValue("class", out string? name) ? name.Split('.')[^1] : "";
        return strategy switch
        {
            "SimpleStrategy" => new(options.TryGetValue("replication_factor", out string? all) ? Number(all) : 0, null),
            "NetworkTopologyStrategy" =>
                new(0, options.Where(o => o.Key != "class").ToDictionary(o => o.Key, o => Number(o.Value))),
            _ => null,
        };
    }

    // "3/1": three, one of which is transient.
    private static int Number(string factor) => int.TryParse(factor.Split('/')[0], out int number) ? number : 0;
}
