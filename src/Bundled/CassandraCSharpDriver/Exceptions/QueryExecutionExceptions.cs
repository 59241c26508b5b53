namespace Cassandra;

/// <summary>The server tried and did not succeed.</summary>
public abstract class QueryExecutionException(string message) : QueryValidationException(message);

/// <summary>Too few replicas are up for the consistency that was asked for; nothing was done.</summary>
public class UnavailableException : QueryExecutionException
{
    internal UnavailableException(string message, ConsistencyLevel consistency, int required, int alive)
        : base(message) => (Consistency, RequiredReplicas, AliveReplicas) = (consistency, required, alive);

    public ConsistencyLevel Consistency { get; }

    public int RequiredReplicas { get; }

    public int AliveReplicas { get; }
}

/// <summary>Too few replicas answered the host in time.</summary>
public abstract class QueryTimeoutException : QueryExecutionException
{
    private protected QueryTimeoutException(string message, ConsistencyLevel level, int received, int required)
        : base(message) => (ConsistencyLevel, ReceivedAcknowledgements, RequiredAcknowledgements) =
            (level, received, required);

    public ConsistencyLevel ConsistencyLevel { get; }

    public int ReceivedAcknowledgements { get; }

    public int RequiredAcknowledgements { get; }
}

/// <summary>Too few replicas answered a read in time.</summary>
public class ReadTimeoutException : QueryTimeoutException
{
    internal ReadTimeoutException(
        string message, ConsistencyLevel level, int received, int required, bool dataPresent)
        : base(message, level, received, required) => WasDataRetrieved = dataPresent;

    public bool WasDataRetrieved { get; }
}

/// <summary>Too few replicas acknowledged a write in time; it may yet happen.</summary>
public class WriteTimeoutException : QueryTimeoutException
{
    internal WriteTimeoutException(
        string message, ConsistencyLevel level, int received, int required, string writeType)
        : base(message, level, received, required) => WriteType = writeType;

    public string WriteType { get; }
}

/// <summary>Replicas failed while they read.</summary>
public class ReadFailureException : QueryExecutionException
{
    internal ReadFailureException(string message, FailedReplicas replicas, bool dataPresent) : base(message) =>
        (ConsistencyLevel, ReceivedAcknowledgements, RequiredAcknowledgements, Failures, WasDataRetrieved) =
            (replicas.Level, replicas.Received, replicas.Required, replicas.Failures, dataPresent);

    public ConsistencyLevel ConsistencyLevel { get; }

    public int ReceivedAcknowledgements { get; }

    public int RequiredAcknowledgements { get; }

    public int Failures { get; }

    public bool WasDataRetrieved { get; }
}

/// <summary>Replicas failed while they wrote.</summary>
public class WriteFailureException : QueryExecutionException
{
    internal WriteFailureException(string message, FailedReplicas replicas, string writeType) : base(message) =>
        (ConsistencyLevel, ReceivedAcknowledgements, RequiredAcknowledgements, Failures, WriteType) =
            (replicas.Level, replicas.Received, replicas.Required, replicas.Failures, writeType);

    public ConsistencyLevel ConsistencyLevel { get; }

    public int ReceivedAcknowledgements { get; }

    public int RequiredAcknowledgements { get; }

    public int Failures { get; }

    public string WriteType { get; }
}

/// <summary>How many replicas did it, should have, and failed.</summary>
internal readonly record struct FailedReplicas(ConsistencyLevel Level, int Received, int Required, int Failures);

/// <summary>A table could not be emptied.</summary>
public class TruncateException(string message) : QueryExecutionException(message);

/// <summary>A function of the user's failed.</summary>
public class FunctionFailureException : DriverException
{
    internal FunctionFailureException(string message) : base(message)
    {
    }
}
