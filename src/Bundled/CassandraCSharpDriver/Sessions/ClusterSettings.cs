using Cassandra.Connections;
using Cassandra.Hosts;

namespace Cassandra;

/// <summary>What a <see cref="Builder"/> was told.</summary>
internal sealed record ClusterSettings
{
    public required ContactPoints ContactPoints { get; init; }

    public required int Port { get; init; }

    public required ConnectionSettings Connections { get; init; }

    public required QueryOptions Queries { get; init; }

    public required ILoadBalancingPolicy LoadBalancing { get; init; }

    public required IReconnectionPolicy Reconnection { get; init; }

    /// <summary>How long methods that wait may wait; -1: for ever.</summary>
    public required int QueryAbortTimeout { get; init; }

    public string? Keyspace { get; init; }
}
