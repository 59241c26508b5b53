using System.Buffers;

namespace MessagePack.Formatters;

/// <summary>The formatters of types that hold no other.</summary>
internal static class Scalars
{
    public static object? Find(Type type)
    {
        if (type.IsEnum)
            return null;
        return System.Type.GetTypeCode(type) switch
        {
            TypeCode.Boolean or TypeCode.Char or TypeCode.String or TypeCode.DateTime => Plain(type),
            TypeCode.Single or TypeCode.Double => Plain(type),
            TypeCode.Object => Special(type),
            TypeCode.DBNull or TypeCode.Empty => null,
            _ => Integer(type),
        };
    }

    private static object? Plain(Type type) => System.Type.GetTypeCode(type) switch
    {
        TypeCode.Boolean => new BooleanFormatter(),
        TypeCode.Char => new CharFormatter(),
        TypeCode.String => new StringFormatter(),
        TypeCode.DateTime => new DateTimeFormatter(),
        TypeCode.Single => new SingleFormatter(),
        TypeCode.Double => new DoubleFormatter(),
        _ => null,
    };

    private static object? Integer(Type type) => System.Type.GetTypeCode(type) switch
    {
        TypeCode.Byte => new ByteFormatter(),
        TypeCode.SByte => new SByteFormatter(),
        TypeCode.Int16 => new Int16Formatter(),
        TypeCode.UInt16 => new UInt16Formatter(),
        TypeCode.Int32 => new Int32Formatter(),
        TypeCode.UInt32 => new UInt32Formatter(),
        TypeCode.Int64 => new Int64Formatter(),
        TypeCode.UInt64 => new UInt64Formatter(),
        _ => null,
    };

    private static object? Special(Type type) => type switch
    {
        _ when type == typeof(byte[]) => new ByteArrayFormatter(),
        _ when type == typeof(ReadOnlyMemory<byte>) => new ReadOnlyMemoryFormatter(),
        _ when type == typeof(Memory<byte>) => new MemoryFormatter(),
        _ when type == typeof(ReadOnlySequence<byte>) => new ReadOnlySequenceFormatter(),
        _ when type == typeof(DateTimeOffset) => new DateTimeOffsetFormatter(),
        _ when type == typeof(TimeSpan) => new TimeSpanFormatter(),
        _ when type == typeof(Guid) => new GuidFormatter(),
        _ when type == typeof(Nil) => new NilFormatter(),
        _ => null,
    };
}
