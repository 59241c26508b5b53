using Cassandra.Protocol;

namespace Cassandra.Types;

internal delegate object ReadValue(ReadOnlySpan<byte> bytes);

internal delegate void WriteValue(BodyWriter to, object value);

/// <summary>A type whose values are not made of others: one row of <see cref="ScalarTypes"/>.</summary>
/// <param name="length">How many bytes each value has; 0: any number.</param>
/// <param name="also">Another type that its values can be written as and read as.</param>
internal sealed class ScalarType(
    ColumnTypeCode code, string name, Type clr, int length, ReadValue read, WriteValue write, Type? also = null)
    : CqlType
{
    public override ColumnTypeCode Code => code;

    public override string Name => name;

    public override Type ClrType => clr;

    public override object? Read(ReadOnlySpan<byte> bytes, Type target)
    {
        // Cassandra lets a number be empty, which is not null, for the sake of what came before CQL.
        if (length > 0 && bytes.Length == 0) return target.IsValueType ? Activator.CreateInstance(target) : null;
        if (length > 0 && bytes.Length != length)
            throw new InvalidTypeException($"A value of the type {name} has {length} bytes, not {bytes.Length}.");
        object value = read(bytes);
        if (target.IsInstanceOfType(value)) return value;
        return also is not null && target == also ? Conversions.To(also, value) : throw NotReadable(target);
    }

    public override void Write(BodyWriter to, object value)
    {
        if (value.GetType() == clr) write(to, value);
        else if (also is not null && value.GetType() == also) write(to, Conversions.To(clr, value));
        else if (clr.IsInstanceOfType(value)) write(to, value);
        else throw NotWritable(value);
    }
}

/// <summary>Between the two types that a scalar may be.</summary>
internal static class Conversions
{
    public static object To(Type target, object value) => value switch
    {
        Guid guid when target == typeof(TimeUuid) => new TimeUuid(guid),
        TimeUuid time when target == typeof(Guid) => time.ToGuid(),
        _ => throw new InvalidTypeException($"A {value.GetType().Name} cannot be made a {target.Name}."),
    };
}
