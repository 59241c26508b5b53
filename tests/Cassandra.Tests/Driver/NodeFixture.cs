using Cassandra;

namespace IrcNats.Cassandra.Tests.Driver;

/// <summary>One node that the tests share, with a keyspace; it is not started when there is none to start.</summary>
public sealed class NodeFixture : IAsyncLifetime
{
    private CassandraNode? _node;
    private Cluster? _cluster;

    public ISession Session { get; private set; } = null!;

    internal CassandraNode Node => _node!;

    /// <summary>With patience for a machine that has much else to do.</summary>
    public Builder Builder() => Patient(Cluster.Builder().AddContactPoint(Node.Address));

    public static Builder Patient(Builder builder) => builder.WithQueryTimeout(120_000).WithSocketOptions(
        new SocketOptions().SetConnectTimeoutMillis(30_000).SetReadTimeoutMillis(60_000));

    public async Task InitializeAsync()
    {
        if (CassandraNode.WhyNot is not null) return;
        _node = await CassandraNode.StartAsync();
        _cluster = Builder().Build();
        using (ISession first = await _cluster.ConnectAsync())
        {
            first.Execute(
                "CREATE KEYSPACE ks WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
        }

        Session = await _cluster.ConnectAsync("ks");
    }

    public async Task DisposeAsync()
    {
        _cluster?.Dispose();
        if (_node is not null) await _node.DisposeAsync();
    }
}

[CollectionDefinition(nameof(NodeCollection))]
public sealed class NodeCollection : ICollectionFixture<NodeFixture>;
