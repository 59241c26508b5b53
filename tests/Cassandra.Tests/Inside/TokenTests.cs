using Cassandra;
using Cassandra.Hosts;
using IrcNats.Cassandra.Tests.Driver;

namespace IrcNats.Cassandra.Tests.Inside;

/// <summary>Where we think that a partition lies is where a real node puts it.</summary>
[Collection(nameof(NodeCollection))]
public sealed class TokenTests(NodeFixture fixture)
{
    [NodeFact]
    public async Task Tokens_are_those_of_the_node()
    {
        ISession session = fixture.Session;
        session.Execute("CREATE TABLE tokens (k blob PRIMARY KEY)");
        PreparedStatement insert = await session.PrepareAsync("INSERT INTO tokens (k) VALUES (?)");
        Random random = new(3);
        for (int length = 1; length <= 100; length++)
        {
            byte[] key = new byte[length];
            random.NextBytes(key);
            await session.ExecuteAsync(insert.Bind(key));
        }

        Row[] rows = [.. session.Execute("SELECT k, token(k) FROM tokens")];
        Assert.Equal(100, rows.Length);
        Assert.All(rows, row => Assert.Equal(row.GetValue<long>(1), Murmur3.Token(row.GetValue<byte[]>(0))));
    }

    // Every other test speaks version 5 to the node.
    [NodeFact]
    public async Task The_version_before_is_spoken_too()
    {
        using Cluster cluster = fixture.Builder().Build();
        cluster.Settings.Connections.Version.Lower(5);
        using ISession session = await cluster.ConnectAsync("ks");
        session.Execute("CREATE TABLE before (p int, c int, v text, PRIMARY KEY (p, c))");
        PreparedStatement insert = await session.PrepareAsync("INSERT INTO before (p, c, v) VALUES (0, ?, ?)");
        await Task.WhenAll(Enumerable.Range(0, 100).Select(i => session.ExecuteAsync(insert.Bind(i, $"{i}"))));
        await session.ExecuteAsync(new BatchStatement().Add(insert.Bind(100, Unset.Value)).Add(insert.Bind(101, null)));
        PreparedStatement select = await session.PrepareAsync("SELECT c, v FROM before WHERE p = ?");
        RowSet rows = await session.ExecuteAsync(select.Bind(0).SetPageSize(30));
        Assert.Equal(Enumerable.Range(0, 102), rows.Select(r => r.GetValue<int>("c")));
        Assert.Equal(4, cluster.Settings.Connections.Version.Value);
    }

    [NodeFact]
    public async Task The_key_of_a_statement_is_that_of_its_partition()
    {
        ISession session = fixture.Session;
        session.Execute("CREATE TABLE composed (a text, b bigint, c int, PRIMARY KEY ((a, b), c))");
        PreparedStatement insert = await session.PrepareAsync("INSERT INTO composed (c, b, a) VALUES (?, ?, ?)");
        Assert.Equal([2, 1], insert.RoutingIndexes);
        BoundStatement bound = insert.Bind(1, 7L, "x");
        await session.ExecuteAsync(bound);
        long token = session.Execute("SELECT token(a, b) FROM composed").Single().GetValue<long>(0);
        Assert.Equal(token, Murmur3.Token(bound.PartitionKey));
        Assert.Single(((Cluster)session.Cluster).Replicas("ks", bound.PartitionKey));
    }
}
