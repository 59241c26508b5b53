using Cassandra;

namespace IrcNats.Cassandra.Tests.Driver;

/// <summary>Connections to a real node: many requests at once, and a node that dies.</summary>
[Collection(nameof(NodeCollection))]
public sealed class ConnectionTests(NodeFixture fixture)
{
    [NodeFact]
    public async Task Thousands_of_requests_are_on_their_way_at_once()
    {
        ISession session = fixture.Session;
        session.Execute("CREATE TABLE many (id int PRIMARY KEY, v text)");
        PreparedStatement insert = await session.PrepareAsync("INSERT INTO many (id, v) VALUES (?, ?)");
        await Task.WhenAll(Enumerable.Range(0, 2000).Select(
            i => session.ExecuteAsync(insert.Bind(i, $"{i}").SetConsistencyLevel(ConsistencyLevel.LocalQuorum))));
        PreparedStatement select = await session.PrepareAsync("SELECT v FROM many WHERE id = ?");
        RowSet[] rows =
            await Task.WhenAll(Enumerable.Range(0, 2000).Select(i => session.ExecuteAsync(select.Bind(i))));
        Assert.Equal(
            Enumerable.Range(0, 2000).Select(i => $"{i}"), rows.Select(r => r.Single().GetValue<string>(0)));
    }

    [NodeFact]
    public async Task Names_are_looked_up_and_the_node_tells_of_itself()
    {
        using Cluster cluster = fixture.Builder().WithApplicationName("tests")
            .WithLoadBalancingPolicy(new TokenAwarePolicy(new DCAwareRoundRobinPolicy("datacenter1"))).Build();
        using ISession session = await cluster.ConnectAsync();
        Host host = Assert.Single(cluster.AllHosts());
        Assert.Equal(fixture.Node.Address, host.Address.Address);
        Assert.True(host.IsUp);
        Assert.Equal("datacenter1", host.Datacenter);
        Assert.NotEqual(Guid.Empty, host.HostId);
        Assert.Equal(5, host.CassandraVersion?.Major);
    }

    [NodeFact]
    public async Task A_data_centre_that_there_is_not_is_named()
    {
        using Cluster cluster = fixture.Builder()
            .WithLoadBalancingPolicy(new DCAwareRoundRobinPolicy("elsewhere")).Build();
        for (int i = 0; i < 2; i++)
        {
            ArgumentException error = await Assert.ThrowsAnyAsync<ArgumentException>(() => cluster.ConnectAsync());
            Assert.Contains("datacenter1", error.Message);
        }
    }

    [NodeFact]
    public async Task A_session_that_is_closed_says_so()
    {
        ISession session = await fixture.Session.Cluster.ConnectAsync();
        session.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(
            () => session.ExecuteAsync(new SimpleStatement("SELECT * FROM system.local")));
    }
}
