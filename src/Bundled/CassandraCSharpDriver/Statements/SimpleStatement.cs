using Cassandra.Protocol;
using Cassandra.Types;

namespace Cassandra;

/// <summary>A query that is sent as text; its values have the types that they are objects of.</summary>
public class SimpleStatement : RegularStatement
{
    public SimpleStatement() : this("")
    {
    }

    public SimpleStatement(string query) => QueryString = query;

    /// <summary>Values for the markers, in their order.</summary>
    public SimpleStatement(string query, params object?[] values) : this(query) => Values = [.. values.Select(Encode)];

#nullable disable // With and without nulls, as the package lets callers.
    /// <summary>Values for markers by name.</summary>
    public SimpleStatement(IDictionary<string, object> valuesDictionary, string query) : this(query)
    {
        Names = [.. valuesDictionary.Keys.Select(name => name.ToLowerInvariant())];
        Values = [.. valuesDictionary.Values.Select(Encode)];
    }
#nullable restore

    public override string QueryString { get; }

    internal IReadOnlyList<WireValue> Values { get; } = [];

    internal IReadOnlyList<string>? Names { get; }

    private static WireValue Encode(object? value) => value switch
    {
        null => WireValue.Null,
        Unset => WireValue.NotSet,
        _ => GuessedType.Of(value).Encode(value),
    };
}
