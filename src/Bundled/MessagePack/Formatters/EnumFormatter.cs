using System.Runtime.CompilerServices;

namespace MessagePack.Formatters;

/// <summary>The integer behind an enum.</summary>
internal sealed class EnumFormatter<T> : IMessagePackFormatter<T>
    where T : struct, Enum
{
    private static readonly bool Signed =
        Type.GetTypeCode(typeof(T)) is TypeCode.SByte or TypeCode.Int16 or TypeCode.Int32 or TypeCode.Int64;

    public void Serialize(ref MessagePackWriter writer, T value, MessagePackSerializerOptions options)
    {
        if (Signed)
            writer.Write(ToInt64(value));
        else
            writer.Write((ulong)ToInt64(value));
    }

    public T Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options) =>
        Signed ? FromSigned(reader.ReadInt64()) : FromUnsigned(reader.ReadUInt64());

    private static long ToInt64(T value) => Unsafe.SizeOf<T>() switch
    {
        1 => Signed ? Unsafe.BitCast<T, sbyte>(value) : Unsafe.BitCast<T, byte>(value),
        2 => Signed ? Unsafe.BitCast<T, short>(value) : Unsafe.BitCast<T, ushort>(value),
        4 => Signed ? Unsafe.BitCast<T, int>(value) : Unsafe.BitCast<T, uint>(value),
        _ => Unsafe.BitCast<T, long>(value),
    };

    private static T FromSigned(long value) => Unsafe.SizeOf<T>() switch
    {
        1 => Unsafe.BitCast<sbyte, T>(checked((sbyte)value)),
        2 => Unsafe.BitCast<short, T>(checked((short)value)),
        4 => Unsafe.BitCast<int, T>(checked((int)value)),
        _ => Unsafe.BitCast<long, T>(value),
    };

    private static T FromUnsigned(ulong value) => Unsafe.SizeOf<T>() switch
    {
        1 => Unsafe.BitCast<byte, T>(checked((byte)value)),
        2 => Unsafe.BitCast<ushort, T>(checked((ushort)value)),
        4 => Unsafe.BitCast<uint, T>(checked((uint)value)),
        _ => Unsafe.BitCast<ulong, T>(value),
    };
}
