using System.Diagnostics;
using Cassandra;

namespace IrcNats.Cassandra.Tests.Driver;

/// <summary>A node with passwords and TLS, which dies and comes back.</summary>
public sealed class RestartTests
{
    [NodeFact]
    public async Task A_node_with_passwords_and_TLS_dies_and_comes_back()
    {
        using Keystore keys = new();
        await using CassandraNode node = await CassandraNode.StartAsync(
            "--auth", "--keystore", keys.File, "--keystore-password", Keystore.Password);
        // Its first user is made a moment after it listens.
        using Cluster cluster = await EventuallyAsync(async () =>
        {
            Cluster cluster = Secure(node, keys, "cassandra").Build();
            try
            {
                (await cluster.ConnectAsync()).Dispose();
                return cluster;
            }
            catch
            {
                cluster.Dispose();
                throw;
            }
        });

        await RefusesAsync<AuthenticationException>(Secure(node, keys, "wrong"), "credentials");
        await RefusesAsync<Exception>(
            Cluster.Builder().AddContactPoint(node.Address).WithCredentials("cassandra", "cassandra")
                .WithSocketOptions(new SocketOptions().SetConnectTimeoutMillis(3000)),
            "");
        await RefusesAsync<Exception>(
            Cluster.Builder().AddContactPoint(node.Address).WithCredentials("cassandra", "cassandra").WithSSL(),
            "certificate");

        using ISession session = await cluster.ConnectAsync();
        session.Execute("CREATE KEYSPACE ks WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
        session.Execute("CREATE TABLE ks.t (id int PRIMARY KEY)");
        PreparedStatement insert = await session.PrepareAsync("INSERT INTO ks.t (id) VALUES (?)");
        await session.ExecuteAsync(insert.Bind(1));
        await node.KillAsync();
        await Assert.ThrowsAnyAsync<DriverException>(() => session.ExecuteAsync(insert.Bind(2)));
        await node.StartAgainAsync();
        await EventuallyAsync(() => session.ExecuteAsync(insert.Bind(3)));
        Assert.Contains(3, session.Execute("SELECT id FROM ks.t").Select(r => r.GetValue<int>(0)));
    }

    private static Builder Secure(CassandraNode node, Keystore keys, string password) => NodeFixture
        .Patient(Cluster.Builder().AddContactPoint(node.Address))
        .WithCredentials("cassandra", password)
        .WithReconnectionPolicy(new ConstantReconnectionPolicy(200))
        .WithSSL(new SSLOptions().SetHostNameResolver(_ => Keystore.Name)
            .SetRemoteCertValidationCallback((_, certificate, _, _) => keys.IsOurs(certificate)));

    private static async Task RefusesAsync<T>(Builder builder, string why)
        where T : Exception
    {
        using Cluster cluster = builder.Build();
        NoHostAvailableException error =
            await Assert.ThrowsAsync<NoHostAvailableException>(() => cluster.ConnectAsync());
        Exception refused = Assert.IsAssignableFrom<T>(Assert.Single(error.Errors).Value);
        Assert.Contains(why, refused.Message);
    }

    private static async Task<T> EventuallyAsync<T>(Func<Task<T>> work)
    {
        for (Stopwatch patience = Stopwatch.StartNew(); ;)
        {
            try
            {
                return await work();
            }
            catch (DriverException) when (patience.Elapsed < TimeSpan.FromMinutes(1))
            {
                await Task.Delay(100);
            }
        }
    }
}
