namespace Cassandra;

/// <summary>What holds for statements that do not say otherwise.</summary>
public sealed class QueryOptions
{
    private const ConsistencyLevel DefaultConsistencyLevel = ConsistencyLevel.LocalOne;
    private const int DefaultPageSize = 5000;

    private ConsistencyLevel _consistency = DefaultConsistencyLevel, _serialConsistency = ConsistencyLevel.Serial;
    private int _pageSize = DefaultPageSize;
    private bool _retryOnTimeout = true, _isIdempotent;

    internal ConsistencyLevel GetConsistencyLevel() => _consistency;

    public QueryOptions SetConsistencyLevel(ConsistencyLevel consistencyLevel)
    {
        _consistency = consistencyLevel;
        return this;
    }

    internal ConsistencyLevel GetSerialConsistencyLevel() => _serialConsistency;

    public QueryOptions SetSerialConsistencyLevel(ConsistencyLevel serialConsistencyLevel)
    {
        if (serialConsistencyLevel is not (ConsistencyLevel.Serial or ConsistencyLevel.LocalSerial))
            throw new ArgumentException("A serial consistency is Serial or LocalSerial.");
        _serialConsistency = serialConsistencyLevel;
        return this;
    }

    internal int GetPageSize() => _pageSize;

    public QueryOptions SetPageSize(int pageSize)
    {
        _pageSize = pageSize;
        return this;
    }

    internal bool GetRetryOnTimeout() => _retryOnTimeout;

    /// <summary>Whether a statement that may be repeated goes to the next host when one is too slow.</summary>
    public QueryOptions SetRetryOnTimeout(bool retry)
    {
        _retryOnTimeout = retry;
        return this;
    }

    internal bool GetDefaultIdempotence() => _isIdempotent;

    public QueryOptions SetDefaultIdempotence(bool idempotence)
    {
        _isIdempotent = idempotence;
        return this;
    }
}
