namespace Cassandra.Types;

/// <summary>What type a value has when no prepared statement says so.</summary>
internal static class GuessedType
{
    public static CqlType Of(object value) => OfType(value.GetType())
        ?? (value is System.Net.IPAddress ? ScalarTypes.Find(ColumnTypeCode.Inet) : null)
        ?? throw new InvalidTypeException(
            $"A {value.GetType().Name} has no type in CQL; a prepared statement says what its markers are.");

    private static CqlType? OfType(Type type)
    {
        if (ScalarTypes.Find(type) is { } scalar) return scalar;
        if (Arguments(type, typeof(IDictionary<,>)) is [var key, var value])
            return OfType(key) is { } k && OfType(value) is { } v ? new MapType(k, v) : null;
        bool isSet = Arguments(type, typeof(ISet<>)) is not null;
        if (Arguments(type, typeof(IEnumerable<>)) is not [var element] || OfType(element) is not { } each) return null;
        return new SequenceType(isSet ? ColumnTypeCode.Set : ColumnTypeCode.List, each);
    }

    private static Type[]? Arguments(Type type, Type generic) =>
        type.GetInterfaces().Append(type)
            .FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == generic)?.GenericTypeArguments;
}
