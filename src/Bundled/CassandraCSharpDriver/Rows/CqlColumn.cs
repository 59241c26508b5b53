namespace Cassandra;

/// <summary>A column of a result.</summary>
public class CqlColumn
{
    internal CqlColumn(Protocol.ColumnSpec spec, int index) =>
        (Keyspace, Table, Name, Type, TypeCode, Index) =
            (spec.Keyspace, spec.Table, spec.Name, spec.Type.ClrType, spec.Type.Code, index);

    public string Keyspace { get; }

    public string Table { get; }

    public string Name { get; }

    public int Index { get; }

    /// <summary>What its values are when the caller does not say.</summary>
    public Type Type { get; }

    public ColumnTypeCode TypeCode { get; }
}
