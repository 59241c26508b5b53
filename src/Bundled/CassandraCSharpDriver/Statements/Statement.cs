namespace Cassandra;

/// <summary>What all statements have.</summary>
public abstract class Statement : IStatement
{
    private protected Statement()
    {
    }

    public bool AutoPage { get; private set; } = true;

    public ConsistencyLevel? ConsistencyLevel { get; private set; }

    /// <summary>0: as the cluster's options say; negative: everything in one page.</summary>
    public int PageSize { get; private set; }

    public byte[]? PagingState { get; private set; }

    public int ReadTimeoutMillis { get; private set; }

    public ConsistencyLevel SerialConsistencyLevel { get; private set; } = Cassandra.ConsistencyLevel.Any;

    public DateTimeOffset? Timestamp { get; private set; }

    public bool? IsIdempotent { get; private set; }

    /// <summary>The parts of the key by which a partition is found; nothing if they are not known.</summary>
    internal virtual byte[]? PartitionKey => null;

    /// <summary>The keyspace of the table, if it is known.</summary>
    internal virtual string? TableKeyspace => null;

    public IStatement SetAutoPage(bool autoPage)
    {
        AutoPage = autoPage;
        return this;
    }

    public IStatement SetConsistencyLevel(ConsistencyLevel? consistency)
    {
        ConsistencyLevel = consistency;
        return this;
    }

    public IStatement SetPageSize(int pageSize)
    {
        PageSize = pageSize;
        return this;
    }

    public IStatement SetPagingState(byte[]? pagingState)
    {
        PagingState = pagingState;
        if (pagingState is not null) AutoPage = false;
        return this;
    }

    public IStatement SetReadTimeoutMillis(int timeout)
    {
        ReadTimeoutMillis = timeout;
        return this;
    }

    public IStatement SetSerialConsistencyLevel(ConsistencyLevel serialConsistency)
    {
        if (serialConsistency is not (Cassandra.ConsistencyLevel.Serial or Cassandra.ConsistencyLevel.LocalSerial))
            throw new ArgumentException("A serial consistency is Serial or LocalSerial.");
        SerialConsistencyLevel = serialConsistency;
        return this;
    }

    public IStatement SetTimestamp(DateTimeOffset value)
    {
        Timestamp = value;
        return this;
    }

    public IStatement SetIdempotence(bool value)
    {
        IsIdempotent = value;
        return this;
    }
}

/// <summary>A statement whose query is text.</summary>
public abstract class RegularStatement : Statement
{
    private protected RegularStatement()
    {
    }

    /// <summary>The query.</summary>
    public abstract string QueryString { get; }
}
