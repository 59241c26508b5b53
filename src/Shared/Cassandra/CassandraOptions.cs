namespace IrcNats.Cassandra;

/// <summary>How a process reaches Cassandra.</summary>
public sealed record CassandraOptions
{
    /// <summary>Hosts that are asked for all others: one that answers is enough.</summary>
    public required IReadOnlyList<string> ContactPoints { get; init; }
    public int Port { get; init; } = 9042;
    public string? User { get; init; }
    public string? Password { get; init; }
    public bool HasTls { get; init; }
    /// <summary>Where this process is; null: where the first contact point is.</summary>
    public string? Datacenter { get; init; }
    public string Keyspace { get; init; } = "ircnats";
    /// <summary>Copies in each data centre, if the keyspace has to be made.</summary>
    public int Replicas { get; init; } = 1;
}
