namespace Cassandra;

/// <summary>How many connections there are to a host, and how much each may carry.</summary>
public sealed class PoolingOptions
{
    private const int DefaultMaxRequests = 2048, DefaultHeartBeat = 30000, StreamIds = 32768;

    private int _local = 1, _remote = 1, _maxRequests = DefaultMaxRequests;
    private int? _heartBeat = DefaultHeartBeat;

    public static PoolingOptions Create() => new();

    public int GetCoreConnectionsPerHost(HostDistance distance) => distance switch
    {
        HostDistance.Local => _local,
        HostDistance.Remote => _remote,
        _ => 0,
    };

    public PoolingOptions SetCoreConnectionsPerHost(HostDistance distance, int coreConnections)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(coreConnections);
        if (distance == HostDistance.Ignored)
            throw new ArgumentOutOfRangeException(nameof(distance), "An ignored host has no connections.");
        if (distance == HostDistance.Local) _local = coreConnections;
        else _remote = coreConnections;
        return this;
    }

    public int GetMaxRequestsPerConnection() => _maxRequests;

    /// <summary>How many requests may wait for answers on one connection; more are refused as busy.</summary>
    public PoolingOptions SetMaxRequestsPerConnection(int maxRequests)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxRequests);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxRequests, StreamIds);
        _maxRequests = maxRequests;
        return this;
    }

    public int? GetHeartBeatInterval() => _heartBeat;

    /// <summary>Milliseconds of silence after which a connection asks for a sign of life; 0: never.</summary>
    public PoolingOptions SetHeartBeatInterval(int value)
    {
        _heartBeat = value;
        return this;
    }
}
