using System.Collections;
using Cassandra.Protocol;

namespace Cassandra.Types;

/// <summary>A type of CQL: how its values look as bytes and as objects.</summary>
internal abstract class CqlType
{
    public abstract ColumnTypeCode Code { get; }

    /// <summary>As CQL spells it.</summary>
    public abstract string Name { get; }

    /// <summary>What a value is when the caller does not say.</summary>
    public abstract Type ClrType { get; }

    /// <summary>Reads a value that is not null.</summary>
    public abstract object? Read(ReadOnlySpan<byte> bytes, Type target);

    /// <summary>Writes a value that is not null.</summary>
    public abstract void Write(BodyWriter to, object value);

    /// <summary>A value for a request; a null is one, and so is <see cref="Unset"/>.</summary>
    public WireValue Encode(object? value)
    {
        if (value is null) return WireValue.Null;
        if (value is Unset) return WireValue.NotSet;
        using BodyWriter writer = new();
        Write(writer, value);
        return new WireValue(writer.Written.ToArray());
    }

    /// <summary>Reads the elements of a collection: each a [bytes] that may be null.</summary>
    protected static object? ReadElement(ref BodyReader elements, CqlType type, Type target)
    {
        int length = elements.SkipBytes();
        if (length >= 0) return type.Read(elements.Last(length), Nullable.GetUnderlyingType(target) ?? target);
        return !target.IsValueType || Nullable.GetUnderlyingType(target) is not null
            ? null
            : throw new InvalidTypeException($"A null inside a collection cannot be read as {target.Name}.");
    }

    protected static void WriteElement(BodyWriter to, CqlType type, object? value)
    {
        if (value is null or Unset) throw new InvalidTypeException("A collection cannot hold a null.");
        int start = to.BeginBytes();
        type.Write(to, value);
        to.EndBytes(start);
    }

    protected InvalidTypeException NotReadable(Type target) =>
        new($"A value of the type {Name} is a {ClrType.Name}; it cannot be read as {target.Name}.");

    protected InvalidTypeException NotWritable(object value) =>
        new($"A value of the type {Name} is a {ClrType.Name}, not a {value.GetType().Name}.");

    /// <summary>The elements of a value that a collection is made of; a text and a blob are none.</summary>
    protected IEnumerable Elements(object value) =>
        value is IEnumerable elements and not (string or byte[]) ? elements : throw NotWritable(value);
}
