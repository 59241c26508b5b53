using IrcNats.State;

namespace IrcNats.Root.Config;

/// <summary>The keys of where the archive of histories is. No secret is among them: processes have those themselves.
/// </summary>
static class DatastoreKeys
{
    public static IReadOnlyList<ConfigKey> All { get; } =
    [
        JetStream("datastore.jetstream.replicas", Kinds.Number(0, 5), j => j.Replicas,
            (j, v) => j with { Replicas = v },
            "nats-servers that keep the archive's stream, when a root starts; 0: as many as the log when it is made, "
            + "and then as it is"),
        JetStream("datastore.jetstream.max-bytes", Kinds.LongBytes(0, 1L << 50), j => j.MaxBytes,
            (j, v) => j with { MaxBytes = v },
            "size of the stream, when a root starts, beyond which its oldest messages go; 0: no limit"),
        Cassandra("datastore.cassandra.enabled", Kinds.Switch, c => c.Enabled, (c, v) => c with { Enabled = v },
            "whether the archive is in Cassandra, and not beside the log (docs/history.md says how it moves)"),
        Cassandra("datastore.cassandra.contact-points", HistoryKinds.Hosts, c => c.ContactPoints,
            (c, v) => c with { ContactPoints = v }, "hosts of Cassandra, of which one that answers is enough"),
        Cassandra("datastore.cassandra.port", Kinds.Number(1, 65_535), c => c.Port, (c, v) => c with { Port = v },
            "where they take clients"),
        Cassandra("datastore.cassandra.keyspace", HistoryKinds.Keyspace, c => c.Keyspace,
            (c, v) => c with { Keyspace = v }, "the archive's keyspace; the active root makes it if it is missing"),
        Cassandra("datastore.cassandra.replication", HistoryKinds.Replication, c => c.Replication,
            (c, v) => c with { Replication = v },
            "copies of each message in each data centre, or by data centre, when the keyspace is made"),
        Cassandra("datastore.cassandra.local-datacenter", HistoryKinds.Datacenter.OrNone(), c => c.LocalDatacenter,
            (c, v) => c with { LocalDatacenter = v },
            "the data centre that a process uses which has no --cassandra-datacenter; none: that of the host it "
            + "reaches first"),
        Cassandra("datastore.cassandra.tls", Kinds.Switch, c => c.Tls, (c, v) => c with { Tls = v },
            "whether Cassandra is spoken to with TLS"),
        Cassandra("datastore.cassandra.user", Kinds.Word(64).OrNone(), c => c.User, (c, v) => c with { User = v },
            "as whom a process logs in which has no --cassandra-user; each process has the password as an option"),
    ];

    private static ConfigKey<T> JetStream<T>(
        string path, Kind<T> kind, Func<JetStreamConfig, T> get, Func<JetStreamConfig, T, JetStreamConfig> with,
        string meaning) =>
        ConfigKeys.Public(
            path, kind, c => get(c.Datastore.JetStream),
            (c, v) => c with { Datastore = c.Datastore with { JetStream = with(c.Datastore.JetStream, v) } }, meaning);

    private static ConfigKey<T> Cassandra<T>(
        string path, Kind<T> kind, Func<CassandraConfig, T> get, Func<CassandraConfig, T, CassandraConfig> with,
        string meaning) =>
        ConfigKeys.Public(
            path, kind, c => get(c.Datastore.Cassandra),
            (c, v) => c with { Datastore = c.Datastore with { Cassandra = with(c.Datastore.Cassandra, v) } }, meaning);
}
