using IrcNats.History;
using IrcNats.Root.Config;
using IrcNats.State;

namespace IrcNats.Integration.Tests.Root;

/// <summary>The keys that say where the archive of histories is, and what it keeps.</summary>
public sealed class DatastoreKeysTests
{
    private const string Least = "network: { name: Test }\nserver: { name: irc.test }\n";

    [Fact]
    public void Where_the_archive_is_and_what_it_keeps_arrives()
    {
        NetworkConfig config = ConfigReader.Read("test.yaml", Least + """
            history: { restrictions: { expire-time: 2d }, retention: { max-messages: 500 } }
            datastore:
              jetstream: { replicas: 3, max-bytes: 20g }
              cassandra:
                enabled: yes
                contact-points: [c-1.example.net, "192.0.2.1", "2001:db8::1"]
                port: 9142
                keyspace: irc_history
                replication: { dc1: 3, dc2: 2 }
                local-datacenter: dc1
                tls: yes
                user: ircnats
            """).Public;
        CassandraConfig there = config.Datastore.Cassandra;
        Assert.Equal(new JetStreamConfig { Replicas = 3, MaxBytes = 20L << 30 }, config.Datastore.JetStream);
        Assert.Equal(["c-1.example.net", "192.0.2.1", "2001:db8::1"], there.ContactPoints);
        Assert.Equal(
            new CassandraConfig
            {
                Enabled = true, ContactPoints = there.ContactPoints, Port = 9142, Keyspace = "irc_history",
                Replication = "dc1:3,dc2:2", LocalDatacenter = "dc1", Tls = true, User = "ircnats",
            },
            there);
        Assert.Equal(new HistoryRetention(TimeSpan.FromDays(2), 500), HistoryRetention.Of(config.History));
    }

    [Theory]
    [InlineData("cassandra: { enabled: yes }", "cassandra.contact-points", "is missing, and cassandra is enabled")]
    [InlineData("cassandra: { contact-points: [\"a:1\"] }", "cassandra.contact-points",
        "'a:1' is neither an address nor the name of a host; the port is a key")]
    [InlineData("cassandra: { keyspace: Big }", "cassandra.keyspace",
        "'Big' is not a name of at most 48 small letters, digits and '_'")]
    [InlineData("cassandra: { replication: 0 }", "cassandra.replication", "'0' is not a number from 1 to 9")]
    [InlineData("cassandra: { replication: { dc1: many } }", "cassandra.replication",
        "'many' is not a number from 1 to 9")]
    [InlineData("cassandra: { replication: { \"a'b\": 1 } }", "cassandra.replication",
        "'a'b' is not the name of a data centre: letters, digits, '_', '-' and '.'")]
    [InlineData("cassandra: { password: x }", "cassandra.password", "unknown key")]
    [InlineData("jetstream: { replicas: 7 }", "jetstream.replicas", "7 is not from 0 to 5")]
    [InlineData("jetstream: { max-bytes: much }", "jetstream.max-bytes",
        "'much' is not a size (such as 96k or 1m)")]
    public void What_is_wrong_is_told_with_line_and_key(string setting, string key, string what)
    {
        ConfigException wrong = Assert.Throws<ConfigException>(
            () => ConfigReader.Read("test.yaml", $"{Least}datastore:\n  {setting}\n"));
        Assert.Equal(new ConfigError("test.yaml", 4, $"datastore.{key}", what), Assert.Single(wrong.Errors));
    }
}
