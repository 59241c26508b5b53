using System.Net;
using Cassandra;

namespace IrcNats.Cassandra.Tests.Driver;

/// <summary>Three real nodes: what is written at LOCAL_QUORUM is there while one of them dies.</summary>
public sealed class ThreeNodesTests
{
    private const int Rows = 600;

    [NodeFact, Trait("Run", "long")]
    public async Task Nothing_is_lost_while_a_node_dies_and_comes_back()
    {
        byte[] random = Guid.NewGuid().ToByteArray();
        IPAddress Address(byte last) => new([127, (byte)(random[0] | 64), random[1], last]);
        await using CassandraNode one = await CassandraNode.StartAsync(Address(1));
        await using CassandraNode two = await CassandraNode.StartAsync(Address(2), "--seeds", one.Seed);
        await using CassandraNode three = await CassandraNode.StartAsync(Address(3), "--seeds", one.Seed);
        using Cluster cluster = Cluster.Builder().AddContactPoints(one.Address, two.Address)
            .WithReconnectionPolicy(new ConstantReconnectionPolicy(500))
            .WithQueryOptions(new QueryOptions().SetConsistencyLevel(ConsistencyLevel.LocalQuorum)
                .SetDefaultIdempotence(true))
            .WithSocketOptions(new SocketOptions().SetReadTimeoutMillis(4000)).Build();
        using ISession session = await cluster.ConnectAsync();
        session.Execute("CREATE KEYSPACE ks WITH replication = {'class': 'NetworkTopologyStrategy', 'datacenter1': 3}");
        session.Execute("CREATE TABLE ks.t (id int PRIMARY KEY, v text)");
        Assert.Equal(3, cluster.AllHosts().Count);
        PreparedStatement insert = await session.PrepareAsync("INSERT INTO ks.t (id, v) VALUES (?, ?)");

        // The node that dies is the one that was reached first, over which the cluster tells of its hosts.
        for (int i = 0; i < Rows; i++)
        {
            if (i == Rows / 3) await one.KillAsync();
            await WriteAsync(session, insert.Bind(i, $"{i}"));
        }

        Assert.Contains(cluster.AllHosts(), h => !h.IsUp);
        await one.StartAgainAsync();
        for (int left = 600; cluster.AllHosts().Any(h => !h.IsUp); left--)
        {
            Assert.True(left > 0, "The node is still held to be down.");
            await Task.Delay(100);
        }

        Assert.Equal(Rows, session.Execute("SELECT id FROM ks.t").Count());
    }

    // While the others have not yet noticed the death, a write may time out between them: it is tried again.
    private static async Task WriteAsync(ISession session, IStatement statement)
    {
        for (int left = 50; ; left--)
        {
            try
            {
                await session.ExecuteAsync(statement);
                return;
            }
            catch (DriverException e) when (left > 0 && (e is QueryExecutionException or NoHostAvailableException))
            {
                await Task.Delay(100);
            }
        }
    }
}
