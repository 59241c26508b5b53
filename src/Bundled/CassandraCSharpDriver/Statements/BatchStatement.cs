namespace Cassandra;

/// <summary>Changes that go to the server together.</summary>
public class BatchStatement : Statement
{
    private readonly List<Statement> _statements = [];

    public BatchType BatchType { get; private set; } = BatchType.Logged;

    public bool IsEmpty => _statements.Count == 0;

    internal IReadOnlyList<Statement> Statements => _statements;

    internal override byte[]? PartitionKey => _statements.Count > 0 ? _statements[0].PartitionKey : null;

    internal override string? TableKeyspace => _statements.Count > 0 ? _statements[0].TableKeyspace : null;

    /// <summary>Adds a change: a bound or a simple statement.</summary>
    public BatchStatement Add(Statement statement)
    {
        if (statement is SimpleStatement { Names: not null })
            throw new ArgumentException("The protocol has no names for the values of a batch.");
        if (statement is not (SimpleStatement or BoundStatement))
            throw new ArgumentException($"A batch cannot hold a {statement.GetType().Name}.");
        if (_statements.Count >= ushort.MaxValue)
            throw new ArgumentException($"A batch holds at most {ushort.MaxValue} statements.");
        _statements.Add(statement);
        return this;
    }

    public BatchStatement SetBatchType(BatchType batchType)
    {
        BatchType = batchType;
        return this;
    }
}

/// <summary>What a batch promises; the numbers are the protocol's.</summary>
public enum BatchType
{
    /// <summary>All of it or none, even if the host dies on the way.</summary>
    Logged = 0,

    /// <summary>All of it together only within one partition.</summary>
    Unlogged = 1,

    /// <summary>Only counters.</summary>
    Counter = 2,
}
