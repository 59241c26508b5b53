using System.Globalization;

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
    /// <summary>PEM file of the authority that signed the hosts' certificates; null: those the system trusts.</summary>
    public string? TlsCa { get; init; }
    /// <summary>Where this process is; null: where the first contact point is.</summary>
    public string? Datacenter { get; init; }
    public string Keyspace { get; init; } = "ircnats";
    /// <summary>If the keyspace has to be made: copies in each data centre, or "dc1:3,dc2:2".</summary>
    public string Replication { get; init; } = "1";
    /// <summary>Keyspace and tables that are missing are made; else they are waited for.</summary>
    public bool Makes { get; init; } = true;

    /// <summary>The replication as CQL has it.</summary>
    internal string ReplicationMap
    {
        get
        {
            string copies = int.TryParse(Replication, NumberStyles.None, CultureInfo.InvariantCulture, out int all)
                ? string.Create(CultureInfo.InvariantCulture, $"'replication_factor': {all}")
                : string.Join(", ", Replication.Split(',').Select(one => one.Split(':'))
                    .Select(one => $"'{one[0]}': {one[1]}"));
            return $"{{'class': 'NetworkTopologyStrategy', {copies}}}";
        }
    }
}
