using Cassandra.Protocol;

namespace Cassandra;

/// <summary>A prepared statement with values.</summary>
public class BoundStatement : Statement
{
    internal BoundStatement(PreparedStatement prepared, object?[]? values)
    {
        PreparedStatement = prepared;
        // Bind(null) is one null, not no values.
        Values = Encode(prepared, values ?? [null]);
        SetConsistencyLevel(prepared.ConsistencyLevel);
        if (prepared.IsIdempotent is { } isIdempotent) SetIdempotence(isIdempotent);
    }

    public PreparedStatement PreparedStatement { get; }

    internal IReadOnlyList<WireValue> Values { get; }

    internal override string? TableKeyspace =>
        PreparedStatement.Markers is [{ Keyspace.Length: > 0 } first, ..] ? first.Keyspace : null;

    internal override byte[]? PartitionKey
    {
        get
        {
            if (PreparedStatement.RoutingKey is { } set) return set.RawRoutingKey;
            int[] indexes = PreparedStatement.RoutingIndexes;
            if (indexes.Length == 0 || indexes.Any(i => Values[i].Bytes is null)) return null;
            return RoutingKey.Compose([.. indexes.Select(i => new RoutingKey(Values[i].Bytes!))]).RawRoutingKey;
        }
    }

    private static WireValue[] Encode(PreparedStatement prepared, object?[] values)
    {
        IReadOnlyList<ColumnSpec> markers = prepared.Markers;
        if (values.Length > markers.Count)
        {
            throw new ArgumentException(
                $"The statement has {markers.Count} markers; {values.Length} values were given.");
        }

        WireValue[] encoded = new WireValue[markers.Count];
        for (int i = 0; i < values.Length; i++)
        {
            try
            {
                encoded[i] = markers[i].Type.Encode(values[i]);
            }
            catch (InvalidTypeException e)
            {
                throw new InvalidTypeException($"Marker {i} ({markers[i].Name}): {e.Message}", e);
            }
        }

        return encoded;
    }
}
