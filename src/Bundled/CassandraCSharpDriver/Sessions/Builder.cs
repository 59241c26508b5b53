using System.Net;
using Cassandra.Connections;
using Cassandra.Hosts;

namespace Cassandra;

/// <summary>Says where a cluster is and how to talk to it.</summary>
public class Builder
{
    private const int DefaultPort = 9042, DefaultQueryAbortTimeout = 20000;
    private const long FirstReconnection = 1000, LongestReconnection = 10 * 60 * 1000;

    private readonly List<object> _contactPoints = [];
    private int _port = DefaultPort, _queryAbortTimeout = DefaultQueryAbortTimeout;
    private QueryOptions _queries = new();
    private SocketOptions _sockets = new();
    private PoolingOptions _pooling = new();
    private ILoadBalancingPolicy? _loadBalancing;
    private IReconnectionPolicy? _reconnection;
    private SSLOptions? _ssl;
    private (string Username, string Password)? _credentials;
    private string? _keyspace, _applicationName;

    public Builder WithApplicationName(string name)
    {
        _applicationName = name;
        return this;
    }

    /// <summary>The port of contact points that have none, and of hosts that do not say theirs.</summary>
    public Builder WithPort(int port)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(port, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(port, IPEndPoint.MaxPort);
        _port = port;
        return this;
    }

    public Builder WithQueryOptions(QueryOptions options)
    {
        _queries = options;
        return this;
    }

    /// <summary>An address or a name, of which all addresses are tried.</summary>
    public Builder AddContactPoint(string address)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(address);
        _contactPoints.Add(IPAddress.TryParse(address, out IPAddress? parsed) ? parsed : address);
        return this;
    }

    public Builder AddContactPoint(IPAddress address) => Add(address);

    public Builder AddContactPoint(IPEndPoint address) => Add(address);

    public Builder AddContactPoints(params string[] addresses) => AddContactPoints(addresses.AsEnumerable());

    public Builder AddContactPoints(IEnumerable<string> addresses)
    {
        foreach (string address in addresses) AddContactPoint(address);
        return this;
    }

    public Builder AddContactPoints(params IPAddress[] addresses) => Add(addresses);

    public Builder AddContactPoints(IEnumerable<IPAddress> addresses) => Add([.. addresses]);

    public Builder AddContactPoints(params IPEndPoint[] addresses) => Add(addresses);

    public Builder AddContactPoints(IEnumerable<IPEndPoint> addresses) => Add([.. addresses]);

    public Builder WithLoadBalancingPolicy(ILoadBalancingPolicy policy)
    {
        _loadBalancing = policy;
        return this;
    }

    public Builder WithReconnectionPolicy(IReconnectionPolicy policy)
    {
        _reconnection = policy;
        return this;
    }

    public Builder WithCredentials(string username, string password)
    {
        _credentials = (username, password);
        return this;
    }

    /// <summary>
    /// How many milliseconds the methods that wait (Execute, Connect, Prepare) wait; they throw a
    /// <see cref="TimeoutException"/> then. Those that end in Async have only the sockets' time limits.
    /// </summary>
    public Builder WithQueryTimeout(int queryAbortTimeout)
    {
        _queryAbortTimeout = queryAbortTimeout;
        return this;
    }

    public Builder WithDefaultKeyspace(string defaultKeyspace)
    {
        _keyspace = defaultKeyspace;
        return this;
    }

    public Builder WithSocketOptions(SocketOptions value)
    {
        _sockets = value;
        return this;
    }

    public Builder WithPoolingOptions(PoolingOptions value)
    {
        _pooling = value;
        return this;
    }

    public Builder WithSSL() => WithSSL(new SSLOptions());

    public Builder WithSSL(SSLOptions sslOptions)
    {
        _ssl = sslOptions;
        return this;
    }

    public Cluster Build()
    {
        if (_contactPoints.Count == 0)
            throw new ArgumentException("A cluster cannot be found without a contact point.");
        return new Cluster(new ClusterSettings
        {
            ContactPoints = new ContactPoints([.. _contactPoints], _port),
            Port = _port,
            Connections = new ConnectionSettings
            {
                Sockets = _sockets,
                Pooling = _pooling,
                Ssl = _ssl,
                Credentials = _credentials,
                ApplicationName = _applicationName,
            },
            Queries = _queries,
            LoadBalancing = _loadBalancing ?? new TokenAwarePolicy(new DCAwareRoundRobinPolicy()),
            Reconnection = _reconnection ?? new ExponentialReconnectionPolicy(FirstReconnection, LongestReconnection),
            QueryAbortTimeout = _queryAbortTimeout,
            Keyspace = _keyspace,
        });
    }

    private Builder Add(params object[] points)
    {
        _contactPoints.AddRange(points);
        return this;
    }
}
