using Cassandra.Protocol;

namespace Cassandra;

/// <summary>A query that the server has read already; values are bound to its markers.</summary>
public class PreparedStatement
{
    private volatile ResultColumns _columns;
    private RoutingKey? _routingKey;

    internal PreparedStatement(string query, string? keyspace, PreparedResponse prepared)
    {
        (Query, SessionKeyspace, Id, Markers, RoutingIndexes) =
            (query, keyspace, prepared.Id, prepared.Markers, prepared.RoutingIndexes);
        _columns = prepared.Columns;
    }

    /// <summary>What was set by <see cref="SetRoutingKey"/>; a bound statement makes its own from its values.</summary>
    public RoutingKey? RoutingKey => _routingKey;

    /// <summary>Which markers are the parts of the partition's key, in the key's order.</summary>
    public int[] RoutingIndexes { get; private set; }

    public ConsistencyLevel? ConsistencyLevel { get; private set; }

    public bool? IsIdempotent { get; private set; }

    internal string Query { get; }

    internal string? SessionKeyspace { get; }

    internal byte[] Id { get; }

    internal IReadOnlyList<ColumnSpec> Markers { get; }

    /// <summary>What the rows of its results are, as the server last said.</summary>
    internal ResultColumns Columns
    {
        get => _columns;
        set => _columns = value;
    }

    /// <summary>
    /// A statement with values for the markers, in their order. Markers that are left over are not set.
    /// </summary>
    public virtual BoundStatement Bind(params object?[] values) => new(this, values);

    public PreparedStatement SetConsistencyLevel(ConsistencyLevel consistency)
    {
        ConsistencyLevel = consistency;
        return this;
    }

    public PreparedStatement SetRoutingKey(params RoutingKey[] routingKeyComponents)
    {
        _routingKey = RoutingKey.Compose(routingKeyComponents);
        return this;
    }

    /// <summary>Names the markers that are the parts of the partition's key.</summary>
    public PreparedStatement SetRoutingNames(params string[] names)
    {
        RoutingIndexes = [.. names.Select(IndexOf)];
        return this;
    }

    public PreparedStatement SetIdempotence(bool value)
    {
        IsIdempotent = value;
        return this;
    }

    private int IndexOf(string name)
    {
        for (int i = 0; i < Markers.Count; i++)
        {
            if (string.Equals(Markers[i].Name, name, StringComparison.OrdinalIgnoreCase)) return i;
        }

        throw new ArgumentException($"The statement has no marker {name}.");
    }
}
