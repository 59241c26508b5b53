using System.Collections.Concurrent;
using Cassandra.Connections;
using Cassandra.Protocol;

namespace Cassandra;

/// <summary>A session: a pool of connections for each host that its policy does not ignore.</summary>
internal sealed class Session : ISession
{
    private readonly Cluster _cluster;
    private readonly ConcurrentDictionary<Host, HostPool> _pools = new();
    private readonly Lock _following = new();
    private volatile string? _keyspace;
    private volatile bool _isClosed;

    public Session(Cluster cluster, string? keyspace) => (_cluster, _keyspace) = (cluster, keyspace);

    public ICluster Cluster => _cluster;

    public string? Keyspace => _keyspace;

    public ClusterSettings Settings => _cluster.Settings;

    /// <summary>Opens the pools, and waits until one of them has a connection.</summary>
    public async Task OpenAsync()
    {
        FollowHosts();
        List<HostPool> trying = [.. _pools.Values];
        Dictionary<System.Net.IPEndPoint, Exception> errors = [];
        while (trying.Count > 0)
        {
            Task<Exception?> first = await Task.WhenAny(trying.Select(p => p.FirstAttempt)).ConfigureAwait(false);
            if (await first.ConfigureAwait(false) is not { } error) return;
            HostPool failed = trying.First(p => p.FirstAttempt == first);
            trying.Remove(failed);
            // There is no such keyspace: no other host has it either.
            if (error is QueryValidationException) throw error;
            errors[failed.Host.Address] = error;
        }

        throw new NoHostAvailableException(errors);
    }

    /// <summary>Opens pools for hosts that are new and closes those of hosts that are gone.</summary>
    public void FollowHosts()
    {
        lock (_following)
        {
            if (_isClosed) return;
            HashSet<Host> wanted = [.. _cluster.AllHosts().Where(h => SizeFor(h) > 0)];
            foreach (Host host in wanted.Where(h => !_pools.ContainsKey(h)))
                _pools[host] = new HostPool(this, host, SizeFor(host));
            foreach (Host host in _pools.Keys.Where(h => !wanted.Contains(h)))
            {
                if (_pools.TryRemove(host, out HostPool? gone)) gone.Dispose();
            }
        }
    }

    /// <summary>What a host is said to be is not believed, but looked at now.</summary>
    public void HearOf(Host host, bool isUp)
    {
        if (!_pools.TryGetValue(host, out HostPool? pool)) return;
        if (isUp) pool.TryNow();
        else foreach (Connection connection in pool.Open) connection.AskForSignOfLife();
    }

    /// <summary>The pools of the hosts to try, the first first.</summary>
    public IEnumerable<HostPool> PoolsFor(IStatement? statement)
    {
        foreach (Host host in Settings.LoadBalancing.NewQueryPlan(_keyspace, statement))
        {
            if (_pools.TryGetValue(host, out HostPool? pool)) yield return pool;
        }
    }

    public void ChangeKeyspace(string keyspaceName) =>
        Execute(new SimpleStatement($"USE {CqlName.Quoted(keyspaceName)}"));

    public RowSet Execute(IStatement statement) =>
        Waiting.For(() => ExecuteAsync(statement), Settings.QueryAbortTimeout);

    public RowSet Execute(string cqlQuery) => Execute(new SimpleStatement(cqlQuery));

    public RowSet Execute(string cqlQuery, ConsistencyLevel consistency) =>
        Execute(new SimpleStatement(cqlQuery).SetConsistencyLevel(consistency));

    public RowSet Execute(string cqlQuery, int pageSize) =>
        Execute(new SimpleStatement(cqlQuery).SetPageSize(pageSize));

    public Task<RowSet> ExecuteAsync(IStatement statement)
    {
        ArgumentNullException.ThrowIfNull(statement);
        return statement is Statement known
            ? PageAsync(known, known.PagingState)
            : throw new ArgumentException($"A {statement.GetType().Name} cannot be executed.", nameof(statement));
    }

    public PreparedStatement Prepare(string cqlQuery) =>
        Waiting.For(() => PrepareAsync(cqlQuery), Settings.QueryAbortTimeout);

    public async Task<PreparedStatement> PrepareAsync(string cqlQuery)
    {
        ArgumentNullException.ThrowIfNull(cqlQuery);
        ObjectDisposedException.ThrowIf(_isClosed, this);
        string? keyspace = _keyspace;
        Response response = await new Run(this, Job.OfPreparing(cqlQuery, Settings)).ToTheEndAsync()
            .ConfigureAwait(false);
        return response is PreparedResponse prepared
            ? new PreparedStatement(cqlQuery, keyspace, prepared)
            : throw Unexpected(response);
    }

    public Task ShutdownAsync()
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        lock (_following)
        {
            if (_isClosed) return;
            _isClosed = true;
        }

        _cluster.Forget(this);
        foreach (HostPool pool in _pools.Values) pool.Dispose();
    }

    private int SizeFor(Host host) =>
        Settings.Connections.Pooling.GetCoreConnectionsPerHost(Settings.LoadBalancing.Distance(host));

    private async Task<RowSet> PageAsync(Statement statement, byte[]? pagingState)
    {
        ObjectDisposedException.ThrowIf(_isClosed, this);
        Job job = Job.Of(statement, pagingState, Settings);
        Run run = new(this, job);
        Response response = await run.ToTheEndAsync().ConfigureAwait(false);
        switch (response)
        {
            case RowsResponse rows:
                if (statement is BoundStatement bound && rows.Columns.Id.Length > 0)
                    bound.PreparedStatement.Columns = rows.Columns;
                return RowSet.From(rows, statement.AutoPage, state => PageAsync(statement, state));
            case KeyspaceResponse { Keyspace: var keyspace }:
                await UseAsync(keyspace).ConfigureAwait(false);
                return new RowSet();
            case SchemaChangeResponse:
                await _cluster.AwaitAgreementAsync(run.Answered!).ConfigureAwait(false);
                return new RowSet();
            case VoidResponse:
                return new RowSet();
            default:
                throw Unexpected(response);
        }
    }

    // One connection has changed its keyspace: so do the others, and those that are opened later.
    private async Task UseAsync(string keyspace)
    {
        _keyspace = keyspace;
        foreach (Connection connection in _pools.Values.SelectMany(p => p.Open))
        {
            try
            {
                await connection.UseKeyspaceAsync(keyspace).ConfigureAwait(false);
            }
            catch (DriverException e)
            {
                // It would go on in the old keyspace.
                connection.End(e);
            }
        }
    }

    private static DriverException Unexpected(Response response) =>
        new($"The server answered with a {response.GetType().Name}, which is no answer to that.");
}
