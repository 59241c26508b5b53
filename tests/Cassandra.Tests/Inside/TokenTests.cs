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
