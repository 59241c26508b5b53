namespace Cassandra;

/// <summary>A cluster of servers; sessions are opened on it.</summary>
public interface ICluster : IDisposable
{
    ICollection<Host> AllHosts();

    ISession Connect();

    ISession Connect(string keyspace);

    Task<ISession> ConnectAsync();

    Task<ISession> ConnectAsync(string keyspace);

    /// <summary>Closes all sessions.</summary>
    void Shutdown(int timeoutMs = -1);

    Task ShutdownAsync(int timeoutMs = -1);
}
