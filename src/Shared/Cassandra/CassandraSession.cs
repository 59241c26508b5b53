using Cassandra;
using IrcNats.History;
using IrcNats.State;

namespace IrcNats.Cassandra;

/// <summary>A connection to the keyspace of the archive: faults of the driver are told as an archive's.</summary>
sealed class CassandraSession : IAsyncDisposable
{
    private readonly Cluster _cluster;
    private readonly ISession _session;

    private CassandraSession(Cluster cluster, ISession session, HistoryTables tables, string network) =>
        (_cluster, _session, Tables, Network) = (cluster, session, tables, network);

    public HistoryTables Tables { get; }

    public string Network { get; }

    public static async Task<CassandraSession> OpenAsync(
        CassandraOptions options, string network, CancellationToken stop)
    {
        Cluster? cluster = null;
        try
        {
            cluster = Build(options);
            using (ISession first = await cluster.ConnectAsync().WaitAsync(stop))
                await FindKeyspaceAsync(first, options).WaitAsync(stop);
            ISession session = await cluster.ConnectAsync(options.Keyspace).WaitAsync(stop);
            HistoryTables tables = await HistoryTables.OpenAsync(session, options).WaitAsync(stop);
            return new CassandraSession(cluster, session, tables, network);
        }
        catch (Exception e)
        {
            cluster?.Dispose();
            // Data centres are known when a host was reached; that there is no such one is no fault of the driver's.
            if (e is DriverException or ArgumentException) throw ToHistory(e);
            throw;
        }
    }

    public async Task<RowSet> ExecuteAsync(IStatement statement, CancellationToken stop)
    {
        try
        {
            return await _session.ExecuteAsync(statement).WaitAsync(stop);
        }
        catch (DriverException e)
        {
            throw ToHistory(e);
        }
    }

    /// <summary>All rows, as they are taken: so many are asked for at a time.</summary>
    public async IAsyncEnumerable<Row> RowsAsync(
        BoundStatement statement, int pageSize,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        statement.SetPageSize(pageSize).SetAutoPage(false);
        while (true)
        {
            RowSet page = await ExecuteAsync(statement, stop);
            foreach (Row row in page) yield return row;
            if (page.PagingState is not { } next) yield break;
            statement.SetPagingState(next);
        }
    }

    public ValueTask DisposeAsync()
    {
        _session.Dispose();
        _cluster.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>A mark as columns. Numbers that no log reaches, but which clients may invent, stay in their order.
    /// </summary>
    public static (long Epoch, long Seq, int Item) KeyOf(Mark mark) =>
        ((long)Math.Min(mark.Epoch, long.MaxValue), (long)Math.Min(mark.At.Seq, long.MaxValue), mark.At.Index);

    public static Mark MarkOf(Row row) => new(
        (ulong)row.GetValue<long>("epoch"),
        new Position((ulong)row.GetValue<long>("seq"), row.GetValue<int>("item")));

    private static async Task FindKeyspaceAsync(ISession session, CassandraOptions options)
    {
        if (options.Makes)
        {
            await session.ExecuteAsync(new SimpleStatement(
                $"CREATE KEYSPACE IF NOT EXISTS {options.Keyspace} WITH replication = {options.ReplicationMap}"));
            return;
        }

        RowSet found = await session.ExecuteAsync(new SimpleStatement(
            "SELECT keyspace_name FROM system_schema.keyspaces WHERE keyspace_name = ?", options.Keyspace));
        if (!found.Any()) throw NotMade($"keyspace '{options.Keyspace}'");
    }

    /// <summary>What only a root makes is not there.</summary>
    internal static HistorySilentException NotMade(string what) =>
        new($"Cassandra: {what} is not there; a root makes it, as soon as it reaches Cassandra");

    private static HistorySilentException ToHistory(Exception fault) => new($"Cassandra: {fault.Message}", fault);

    private static Cluster Build(CassandraOptions options)
    {
        Builder builder = Cluster.Builder()
            .AddContactPoints(options.ContactPoints)
            .WithPort(options.Port)
            .WithQueryOptions(new QueryOptions()
                .SetConsistencyLevel(ConsistencyLevel.LocalQuorum)
                .SetSerialConsistencyLevel(ConsistencyLevel.LocalSerial)
                // Whatever is written may be written again; what may not has a condition, and says so.
                .SetDefaultIdempotence(true))
            .WithLoadBalancingPolicy(new TokenAwarePolicy(options.Datacenter is { } local
                ? new DCAwareRoundRobinPolicy(local)
                : new DCAwareRoundRobinPolicy()));
        if (options.User is { } user) builder.WithCredentials(user, options.Password ?? "");
        if (options.TlsCa is { } authority) builder.WithSSL(CassandraTls.TrustingOnly(authority));
        else if (options.HasTls) builder.WithSSL();
        return builder.Build();
    }
}
