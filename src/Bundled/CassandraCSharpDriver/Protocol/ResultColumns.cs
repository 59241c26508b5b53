using Cassandra.Types;

namespace Cassandra.Protocol;

/// <summary>A column of a result or a marker of a statement.</summary>
internal sealed record ColumnSpec(string Keyspace, string Table, string Name, CqlType Type);

/// <summary>The columns of a result, found by number and by name.</summary>
/// <param name="Id">What version 5 calls this set of columns; empty before.</param>
internal sealed record ResultColumns(IReadOnlyList<ColumnSpec> Specs, byte[] Id)
{
    private readonly Lazy<Dictionary<string, int>> _byName = new(() => ByName(Specs));

    public static ResultColumns None { get; } = new([], []);

    public bool Has(string name) => _byName.Value.ContainsKey(name);

    public int IndexOf(string name) => _byName.Value.TryGetValue(name, out int index)
        ? index
        : throw new ArgumentException(
            $"The result has no column {name}; it has {string.Join(", ", Specs.Select(s => s.Name))}.");

    // As it is spelled first; CQL's own names are in lower case, whatever a program writes.
    private static Dictionary<string, int> ByName(IReadOnlyList<ColumnSpec> specs)
    {
        Dictionary<string, int> indexes = new(StringComparer.OrdinalIgnoreCase);
        for (int i = 0; i < specs.Count; i++) indexes.TryAdd(specs[i].Name, i);
        return indexes;
    }
}
