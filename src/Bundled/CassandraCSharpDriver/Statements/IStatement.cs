namespace Cassandra;

/// <summary>Something to execute, and how.</summary>
public interface IStatement
{
    /// <summary>Whether going through the rows fetches the pages that follow.</summary>
    IStatement SetAutoPage(bool autoPage);

    /// <summary>Nothing: what the cluster's options say.</summary>
    IStatement SetConsistencyLevel(ConsistencyLevel? consistency);

    IStatement SetPageSize(int pageSize);

    /// <summary>Goes on where a page ended; only that page is fetched.</summary>
    IStatement SetPagingState(byte[]? pagingState);

    /// <summary>How long one host may take to answer; 0: as the cluster's options say.</summary>
    IStatement SetReadTimeoutMillis(int timeout);

    IStatement SetSerialConsistencyLevel(ConsistencyLevel serialConsistency);

    /// <summary>The time of what is written, instead of the server's.</summary>
    IStatement SetTimestamp(DateTimeOffset value);

    /// <summary>Whether doing it twice is the same as doing it once: then it goes to the next host by itself.</summary>
    IStatement SetIdempotence(bool value);
}
