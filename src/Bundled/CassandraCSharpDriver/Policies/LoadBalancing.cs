namespace Cassandra;

/// <summary>Which hosts a statement is sent to, in which order.</summary>
public interface ILoadBalancingPolicy
{
    /// <summary>Is called once, when the cluster's hosts are known.</summary>
    void Initialize(ICluster cluster);

    HostDistance Distance(Host host);

    /// <summary>The hosts to try, the first first.</summary>
    IEnumerable<Host> NewQueryPlan(string? keyspace, IStatement? query);
}

/// <summary>One host after another.</summary>
public class RoundRobinPolicy : ILoadBalancingPolicy
{
    private ICluster? _cluster;
    private int _turn = -1;

    public void Initialize(ICluster cluster) => _cluster = cluster;

    public HostDistance Distance(Host host) => HostDistance.Local;

    public IEnumerable<Host> NewQueryPlan(string? keyspace, IStatement? query) =>
        Turns.From(Interlocked.Increment(ref _turn), [.. _cluster!.AllHosts()]);
}

/// <summary>One host after another, of one data centre; the others are not used.</summary>
public class DCAwareRoundRobinPolicy : ILoadBalancingPolicy
{
    private readonly string? _given;
    private ICluster? _cluster;
    private int _turn = -1;

    /// <summary>The data centre of the host that was reached first.</summary>
    public DCAwareRoundRobinPolicy()
    {
    }

    public DCAwareRoundRobinPolicy(string localDc)
    {
        ArgumentException.ThrowIfNullOrEmpty(localDc);
        _given = localDc;
    }

    /// <summary>The data centre; nothing until the cluster's hosts are known.</summary>
    internal string? LocalDc { get; private set; }

    public void Initialize(ICluster cluster)
    {
        _cluster = cluster;
        string[] known = [.. cluster.AllHosts().Select(h => h.Datacenter).OfType<string>().Distinct()];
        if (_given is not null && !known.Contains(_given))
        {
            throw new ArgumentException(
                $"No host is in the data centre {_given}; there are: {string.Join(", ", known)}.");
        }

        LocalDc = _given ?? (cluster as Cluster)?.FirstReached?.Datacenter ?? known.FirstOrDefault();
    }

    public HostDistance Distance(Host host) =>
        host.Datacenter == LocalDc ? HostDistance.Local : HostDistance.Ignored;

    public IEnumerable<Host> NewQueryPlan(string? keyspace, IStatement? query) => Turns.From(
        Interlocked.Increment(ref _turn), [.. _cluster!.AllHosts().Where(h => h.Datacenter == LocalDc)]);
}

/// <summary>First the replicas of what is asked for, then as the policy inside says.</summary>
public class TokenAwarePolicy : ILoadBalancingPolicy
{
    private readonly ILoadBalancingPolicy _child;
    private Cluster? _cluster;
    private int _turn = -1;

    public TokenAwarePolicy(ILoadBalancingPolicy childPolicy) => _child = childPolicy;

    public void Initialize(ICluster cluster)
    {
        _child.Initialize(cluster);
        _cluster = cluster as Cluster;
    }

    public HostDistance Distance(Host host) => _child.Distance(host);

    public IEnumerable<Host> NewQueryPlan(string? keyspace, IStatement? query)
    {
        HashSet<Host> given = [];
        foreach (Host host in Turns.From(Interlocked.Increment(ref _turn), Replicas(keyspace, query as Statement)))
        {
            if (given.Add(host)) yield return host;
        }

        foreach (Host host in _child.NewQueryPlan(keyspace, query))
        {
            if (given.Add(host)) yield return host;
        }
    }

    private Host[] Replicas(string? keyspace, Statement? statement) =>
        statement?.PartitionKey is { } key && (statement.TableKeyspace ?? keyspace) is { } name && _cluster is not null
            ? [.. _cluster.Replicas(name, key).Where(h => h.IsUp && Distance(h) == HostDistance.Local)]
            : [];
}

/// <summary>Taking turns.</summary>
internal static class Turns
{
    /// <summary>All of them, another one first at each turn.</summary>
    public static IEnumerable<Host> From(int turn, Host[] hosts)
    {
        for (int i = 0; i < hosts.Length; i++)
            yield return hosts[(int)(((uint)turn + (uint)i) % (uint)hosts.Length)];
    }
}
