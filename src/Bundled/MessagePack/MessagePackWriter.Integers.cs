using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace MessagePack;

/// <content>Integers: https://github.com/msgpack/msgpack/blob/master/spec.md#int-format-family</content>
public ref partial struct MessagePackWriter
{
    private const int MinNegativeFixInt = -32;

    /// <summary>Writes an integer.</summary>
    public void Write(byte value) => Write((ulong)value);

    /// <summary>Writes an integer.</summary>
    public void Write(ushort value) => Write((ulong)value);

    /// <summary>Writes a UTF-16 code unit as an integer.</summary>
    public void Write(char value) => Write((ulong)value);

    /// <summary>Writes an integer.</summary>
    public void Write(uint value) => Write((ulong)value);

    /// <summary>Writes an integer.</summary>
    public void Write(ulong value)
    {
        if (value <= MessagePackCode.MaxFixInt)
            WriteByte((byte)value);
        else
            WriteLarge(value);
    }

    /// <summary>Writes an integer.</summary>
    public void Write(sbyte value) => Write((long)value);

    /// <summary>Writes an integer.</summary>
    public void Write(short value) => Write((long)value);

    /// <summary>Writes an integer.</summary>
    public void Write(int value) => Write((long)value);

    /// <summary>Writes an integer.</summary>
    public void Write(long value)
    {
        if (value is >= MinNegativeFixInt and <= MessagePackCode.MaxFixInt)
            WriteByte((byte)value);
        else if (value >= 0)
            WriteLarge((ulong)value);
        else
            WriteLargeNegative(value);
    }

    /// <summary>Writes an integer as uint 8, whatever its size.</summary>
    public void WriteUInt8(byte value)
    {
        Span<byte> to = GetSpan(2);
        to[0] = MessagePackCode.UInt8;
        to[1] = value;
        Advance(2);
    }

    /// <summary>Writes an integer as uint 16, whatever its size.</summary>
    public void WriteUInt16(ushort value) => WriteUInt16(MessagePackCode.UInt16, value);

    /// <summary>Writes an integer as uint 32, whatever its size.</summary>
    public void WriteUInt32(uint value) => WriteUInt32(MessagePackCode.UInt32, value);

    /// <summary>Writes an integer as uint 64, whatever its size.</summary>
    public void WriteUInt64(ulong value) => WriteUInt64(MessagePackCode.UInt64, value);

    /// <summary>Writes an integer as int 8, whatever its size.</summary>
    public void WriteInt8(sbyte value)
    {
        Span<byte> to = GetSpan(2);
        to[0] = MessagePackCode.Int8;
        to[1] = (byte)value;
        Advance(2);
    }

    /// <summary>Writes an integer as int 16, whatever its size.</summary>
    public void WriteInt16(short value) => WriteUInt16(MessagePackCode.Int16, (ushort)value);

    /// <summary>Writes an integer as int 32, whatever its size.</summary>
    public void WriteInt32(int value) => WriteUInt32(MessagePackCode.Int32, (uint)value);

    /// <summary>Writes an integer as int 64, whatever its size.</summary>
    public void WriteInt64(long value) => WriteUInt64(MessagePackCode.Int64, (ulong)value);

    private void WriteUInt16(byte code, ushort value)
    {
        Span<byte> to = GetSpan(3);
        to[0] = code;
        BinaryPrimitives.WriteUInt16BigEndian(to[1..], value);
        Advance(3);
    }

    private void WriteUInt32(byte code, uint value)
    {
        Span<byte> to = GetSpan(5);
        to[0] = code;
        BinaryPrimitives.WriteUInt32BigEndian(to[1..], value);
        Advance(5);
    }

    private void WriteUInt64(byte code, ulong value)
    {
        Span<byte> to = GetSpan(9);
        to[0] = code;
        BinaryPrimitives.WriteUInt64BigEndian(to[1..], value);
        Advance(9);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void WriteLarge(ulong value)
    {
        if (value <= byte.MaxValue)
            WriteUInt8((byte)value);
        else if (value <= ushort.MaxValue)
            WriteUInt16((ushort)value);
        else if (value <= uint.MaxValue)
            WriteUInt32((uint)value);
        else
            WriteUInt64(value);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void WriteLargeNegative(long value)
    {
        if (value >= sbyte.MinValue)
            WriteInt8((sbyte)value);
        else if (value >= short.MinValue)
            WriteInt16((short)value);
        else if (value >= int.MinValue)
            WriteInt32((int)value);
        else
            WriteInt64(value);
    }
}
