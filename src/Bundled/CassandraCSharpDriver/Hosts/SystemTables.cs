using Cassandra.Connections;
using Cassandra.Protocol;

namespace Cassandra.Hosts;

/// <summary>What a host says of the cluster.</summary>
internal static class SystemTables
{
    public static async Task<List<HostFacts>> HostsAsync(Connection connection, int defaultPort)
    {
        List<HostFacts> facts = [];
        foreach (Row row in await RowsAsync(connection, "SELECT * FROM system.local").ConfigureAwait(false))
            facts.Add(HostFacts.OfLocal(row, connection.Address));
        if (facts.Count == 0) throw new MalformedFrameException("The host says nothing of itself in system.local.");
        foreach (Row row in await PeersAsync(connection).ConfigureAwait(false))
        {
            if (HostFacts.OfPeer(row, defaultPort) is { } peer && !peer.Address.Equals(connection.Address))
                facts.Add(peer);
        }

        return facts;
    }

    public static async Task<Dictionary<string, Replication>> KeyspacesAsync(Connection connection)
    {
        Dictionary<string, Replication> keyspaces = [];
        const string Query = "SELECT keyspace_name, replication FROM system_schema.keyspaces";
        foreach (Row row in await RowsAsync(connection, Query).ConfigureAwait(false))
        {
            if (row.GetValue<IDictionary<string, string>>("replication") is { } options
                && Replication.From(options) is { } replication)
                keyspaces[row.GetValue<string>("keyspace_name")] = replication;
        }

        return keyspaces;
    }

    private static async Task<RowSet> PeersAsync(Connection connection)
    {
        try
        {
            return await RowsAsync(connection, "SELECT * FROM system.peers_v2").ConfigureAwait(false);
        }
        catch (InvalidQueryException)
        {
            // Before Cassandra 4.
            return await RowsAsync(connection, "SELECT * FROM system.peers").ConfigureAwait(false);
        }
    }

    private static async Task<RowSet> RowsAsync(Connection connection, string query) =>
        await connection.AskAsync(new QueryRequest(query, QueryParameters.Plain)).ConfigureAwait(false)
            is RowsResponse rows
            ? RowSet.From(rows, autoPage: false, _ => Task.FromResult(new RowSet()))
            : throw new MalformedFrameException($"The server answered '{query}' without rows.");
}
