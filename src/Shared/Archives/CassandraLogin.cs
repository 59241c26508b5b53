using System.Text;
using IrcNats.Cassandra;
using IrcNats.State;

namespace IrcNats.Archives;

/// <summary>
/// How one process proves to Cassandra who it is, and where it is: from its command line or environment. The network's
/// configuration says where Cassandra is.
/// </summary>
public sealed record CassandraLogin
{
    /// <summary>Null: as the configuration says.</summary>
    public string? User { get; init; }
    public string? Password { get; init; }
    /// <summary>PEM file of the authority that signed the hosts' certificates; null: those the system trusts.</summary>
    public string? TlsCa { get; init; }
    /// <summary>The data centre that this process uses; null: as the configuration says.</summary>
    public string? Datacenter { get; init; }

    /// <param name="makes">Whether this process makes keyspace and tables if they are missing.</param>
    public CassandraOptions With(CassandraConfig config, bool makes) => new()
    {
        ContactPoints = config.ContactPoints,
        Port = config.Port,
        Keyspace = config.Keyspace,
        Replication = config.Replication,
        Datacenter = Datacenter ?? config.LocalDatacenter,
        HasTls = config.Tls,
        TlsCa = config.Tls ? TlsCa : null,
        User = User ?? config.User,
        Password = Password,
        Makes = makes,
    };

    // Whoever prints it does not print the password.
    private bool PrintMembers(StringBuilder text)
    {
        text.Append($"User = {User}, TlsCa = {TlsCa}, Datacenter = {Datacenter}");
        return true;
    }
}
