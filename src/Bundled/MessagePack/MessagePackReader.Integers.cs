using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace MessagePack;

/// <content>
/// Numbers: any encoding is accepted as long as the value fits the type; else <see cref="OverflowException"/>.
/// </content>
public ref partial struct MessagePackReader
{
    /// <summary>Reads an integer.</summary>
    public byte ReadByte() => checked((byte)ReadInt64());

    /// <summary>Reads an integer.</summary>
    public sbyte ReadSByte() => checked((sbyte)ReadInt64());

    /// <summary>Reads an integer.</summary>
    public short ReadInt16() => checked((short)ReadInt64());

    /// <summary>Reads an integer.</summary>
    public ushort ReadUInt16() => checked((ushort)ReadInt64());

    /// <summary>Reads a UTF-16 code unit written as an integer.</summary>
    public char ReadChar() => (char)ReadUInt16();

    /// <summary>Reads an integer.</summary>
    public int ReadInt32() => checked((int)ReadInt64());

    /// <summary>Reads an integer.</summary>
    public uint ReadUInt32() => checked((uint)ReadInt64());

    /// <summary>Reads an integer.</summary>
    public long ReadInt64()
    {
        byte code = NextCode;
        if (code is <= MessagePackCode.MaxFixInt or >= MessagePackCode.MinNegativeFixInt)
        {
            _position++;
            return (sbyte)code;
        }

        return ReadLarge(code);
    }

    /// <summary>Reads an integer.</summary>
    public ulong ReadUInt64()
    {
        byte code = NextCode;
        if (code <= MessagePackCode.MaxFixInt)
        {
            _position++;
            return code;
        }

        return ReadLargeUnsigned(code);
    }

    /// <summary>Reads a float or an integer.</summary>
    public float ReadSingle() => NextCode switch
    {
        MessagePackCode.Float32 => BinaryPrimitives.ReadSingleBigEndian(Body(4)),
        MessagePackCode.Float64 => (float)BinaryPrimitives.ReadDoubleBigEndian(Body(8)),
        MessagePackCode.UInt64 => ReadUInt64(),
        _ => ReadInt64(),
    };

    /// <summary>Reads a float or an integer.</summary>
    public double ReadDouble() => NextCode switch
    {
        MessagePackCode.Float64 => BinaryPrimitives.ReadDoubleBigEndian(Body(8)),
        MessagePackCode.Float32 => BinaryPrimitives.ReadSingleBigEndian(Body(4)),
        MessagePackCode.UInt64 => ReadUInt64(),
        _ => ReadInt64(),
    };

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ulong ReadLargeUnsigned(byte code) => code == MessagePackCode.UInt64
        ? BinaryPrimitives.ReadUInt64BigEndian(Body(8))
        : checked((ulong)ReadInt64());

    [MethodImpl(MethodImplOptions.NoInlining)]
    private long ReadLarge(byte code) => code switch
    {
        MessagePackCode.UInt64 => checked((long)ReadUInt64()),
        MessagePackCode.UInt8 => Body(1)[0],
        MessagePackCode.UInt16 => BinaryPrimitives.ReadUInt16BigEndian(Body(2)),
        MessagePackCode.UInt32 => BinaryPrimitives.ReadUInt32BigEndian(Body(4)),
        MessagePackCode.Int8 => (sbyte)Body(1)[0],
        MessagePackCode.Int16 => BinaryPrimitives.ReadInt16BigEndian(Body(2)),
        MessagePackCode.Int32 => BinaryPrimitives.ReadInt32BigEndian(Body(4)),
        MessagePackCode.Int64 => BinaryPrimitives.ReadInt64BigEndian(Body(8)),
        _ => throw Mismatch("a number"),
    };

    // What follows the code that was peeked at.
    private ReadOnlySpan<byte> Body(uint length) => Take(1 + length)[1..];
}
