using Cassandra.Protocol;

namespace Cassandra;

/// <summary>A request with what decides where it goes and what happens when it fails.</summary>
internal sealed record Job(Request Request)
{
    /// <summary>What the load balancing policy sees.</summary>
    public IStatement? Statement { get; init; }

    /// <summary>The prepared statements in it, which a host may not know yet.</summary>
    public IReadOnlyList<PreparedStatement> Prepared { get; init; } = [];

    /// <summary>The columns that the answer may leave out.</summary>
    public ResultColumns? Known { get; init; }

    public bool IsIdempotent { get; init; }

    public required int TimeoutMs { get; init; }

    public static Job OfPreparing(string query, ClusterSettings settings) => new(new PrepareRequest(query))
    {
        IsIdempotent = true,
        TimeoutMs = settings.Connections.Sockets.ReadTimeoutMillis,
    };

    /// <param name="pagingState">Where the page begins.</param>
    public static Job Of(Statement statement, byte[]? pagingState, ClusterSettings settings)
    {
        QueryParameters parameters = ParametersOf(statement, pagingState, settings.Queries);
        ResultColumns? known = (statement as BoundStatement)?.PreparedStatement.Columns;
        return new Job(RequestOf(statement, parameters, known))
        {
            Statement = statement,
            Prepared = PreparedIn(statement),
            Known = known,
            IsIdempotent = statement.IsIdempotent ?? settings.Queries.GetDefaultIdempotence(),
            TimeoutMs = statement.ReadTimeoutMillis > 0
                ? statement.ReadTimeoutMillis
                : settings.Connections.Sockets.ReadTimeoutMillis,
        };
    }

    private static Request RequestOf(Statement statement, QueryParameters parameters, ResultColumns? known) =>
        statement switch
        {
            SimpleStatement simple => new QueryRequest(
                simple.QueryString, parameters with { Values = simple.Values, Names = simple.Names }),
            BoundStatement bound => new ExecuteRequest(
                bound.PreparedStatement.Id, known!,
                parameters with
                {
                    Values = bound.Values, AreColumnsKnown = known!.Id.Length > 0 && known.Specs.Count > 0,
                }),
            BatchStatement batch => new BatchRequest(
                batch.BatchType, [.. batch.Statements.Select(PartOf)], parameters with { PageSize = null }),
            _ => throw new ArgumentException($"A {statement.GetType().Name} cannot be executed."),
        };

    private static BatchPart PartOf(Statement statement) => statement is BoundStatement bound
        ? new BatchPart(bound.PreparedStatement.Id, bound.PreparedStatement.Query, bound.Values)
        : new BatchPart(null, ((SimpleStatement)statement).QueryString, ((SimpleStatement)statement).Values);

    private static IReadOnlyList<PreparedStatement> PreparedIn(Statement statement) => statement switch
    {
        BoundStatement bound => [bound.PreparedStatement],
        BatchStatement batch =>
            [.. batch.Statements.OfType<BoundStatement>().Select(b => b.PreparedStatement).Distinct()],
        _ => [],
    };

    private static QueryParameters ParametersOf(Statement statement, byte[]? pagingState, QueryOptions options)
    {
        int pageSize = statement.PageSize == 0 ? options.GetPageSize() : statement.PageSize;
        ConsistencyLevel serial = statement.SerialConsistencyLevel == ConsistencyLevel.Any
            ? options.GetSerialConsistencyLevel()
            : statement.SerialConsistencyLevel;
        return new QueryParameters
        {
            Consistency = statement.ConsistencyLevel ?? options.GetConsistencyLevel(),
            PageSize = pageSize > 0 ? pageSize : null,
            PagingState = pagingState,
            SerialConsistency = serial == ConsistencyLevel.Serial ? null : serial,
            Timestamp = statement.Timestamp is { } time
                ? (time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond
                : null,
        };
    }
}
