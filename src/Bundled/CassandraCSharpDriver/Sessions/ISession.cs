namespace Cassandra;

/// <summary>Connections to the hosts of a cluster, over which statements are executed; any number at once.</summary>
public interface ISession : IDisposable
{
    ICluster Cluster { get; }

    /// <summary>The keyspace of tables that a query names without one.</summary>
    string? Keyspace { get; }

    void ChangeKeyspace(string keyspaceName);

    RowSet Execute(IStatement statement);

    RowSet Execute(string cqlQuery);

    RowSet Execute(string cqlQuery, ConsistencyLevel consistency);

    RowSet Execute(string cqlQuery, int pageSize);

    Task<RowSet> ExecuteAsync(IStatement statement);

    PreparedStatement Prepare(string cqlQuery);

    Task<PreparedStatement> PrepareAsync(string cqlQuery);

    Task ShutdownAsync();
}
