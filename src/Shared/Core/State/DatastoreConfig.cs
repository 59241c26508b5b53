using MessagePack;

namespace IrcNats.State;

/// <summary>
/// Where the archive of histories is. It is a fact of the network: all leaves have to read what the archiver writes, so
/// every process learns it from the log, at the same entry. How a process proves to Cassandra who it is stands in the
/// process's own options, because this is public.
/// </summary>
[MessagePackObject]
public sealed record DatastoreConfig
{
    [Key(0)] public JetStreamConfig JetStream { get; init; } = new();
    [Key(1)] public CassandraConfig Cassandra { get; init; } = new();
}

/// <summary>The stream of the archive, where the bus is NATS and Cassandra is not used.</summary>
[MessagePackObject]
public sealed record JetStreamConfig
{
    /// <summary>datastore.jetstream.replicas: nats-servers that keep the stream; 0: as many as the log.</summary>
    [Key(0)] public int Replicas { get; init; }
    /// <summary>datastore.jetstream.max-bytes: beyond, the oldest messages of all go; 0: without limit.</summary>
    [Key(1)] public long MaxBytes { get; init; }
}

/// <summary>The cluster of Cassandra that has the archive.</summary>
[MessagePackObject]
public sealed record CassandraConfig
{
    /// <summary>datastore.cassandra.enabled: the archive is there, and not beside the log.</summary>
    [Key(0)] public bool Enabled { get; init; }
    /// <summary>datastore.cassandra.contact-points: hosts that are asked for all others.</summary>
    [Key(1)] public IReadOnlyList<string> ContactPoints { get; init; } = [];
    /// <summary>datastore.cassandra.port.</summary>
    [Key(2)] public int Port { get; init; } = 9042;
    /// <summary>datastore.cassandra.keyspace.</summary>
    [Key(3)] public string Keyspace { get; init; } = "ircnats";
    /// <summary>
    /// datastore.cassandra.local-datacenter: of processes that have no option of their own for it; null: that of the
    /// host that is reached first.
    /// </summary>
    [Key(4)] public string? LocalDatacenter { get; init; }
    /// <summary>
    /// datastore.cassandra.replication: copies in each data centre, or "dc1:3,dc2:2". Of a keyspace that is made.
    /// </summary>
    [Key(5)] public string Replication { get; init; } = "1";
    /// <summary>datastore.cassandra.tls.</summary>
    [Key(6)] public bool Tls { get; init; }
    /// <summary>datastore.cassandra.user: of processes that have no option of their own for it.</summary>
    [Key(7)] public string? User { get; init; }
}
