using System.Buffers;
using System.Buffers.Binary;

namespace MessagePack;

/// <content>What comes before text, bytes, arrays, maps and extensions; and skipping any of them.</content>
public ref partial struct MessagePackReader
{
    /// <summary>Reads the start of an array: how many values follow. Each has at least one byte.</summary>
    public int ReadArrayHeader()
    {
        byte code = NextCode;
        uint count = code switch
        {
            >= MessagePackCode.MinFixArray and <= MessagePackCode.MaxFixArray => Take(1)[0] & 0x0fu,
            MessagePackCode.Array16 => BinaryPrimitives.ReadUInt16BigEndian(Body(2)),
            MessagePackCode.Array32 => BinaryPrimitives.ReadUInt32BigEndian(Body(4)),
            _ => throw Mismatch("an array"),
        };
        return Plausible(count, bytesEach: 1);
    }

    /// <summary>Reads the start of a map: how many pairs follow. Each has at least two bytes.</summary>
    public int ReadMapHeader()
    {
        byte code = NextCode;
        uint count = code switch
        {
            >= MessagePackCode.MinFixMap and <= MessagePackCode.MaxFixMap => Take(1)[0] & 0x0fu,
            MessagePackCode.Map16 => BinaryPrimitives.ReadUInt16BigEndian(Body(2)),
            MessagePackCode.Map32 => BinaryPrimitives.ReadUInt32BigEndian(Body(4)),
            _ => throw Mismatch("a map"),
        };
        return Plausible(count, bytesEach: 2);
    }

    /// <summary>Reads the start of an extension; its bytes follow.</summary>
    public ExtensionHeader ReadExtensionFormatHeader()
    {
        byte code = NextCode;
        uint length = code switch
        {
            >= MessagePackCode.FixExt1 and <= MessagePackCode.FixExt16 => 1u << (Take(1)[0] - MessagePackCode.FixExt1),
            MessagePackCode.Ext8 => Body(1)[0],
            MessagePackCode.Ext16 => BinaryPrimitives.ReadUInt16BigEndian(Body(2)),
            MessagePackCode.Ext32 => BinaryPrimitives.ReadUInt32BigEndian(Body(4)),
            _ => throw Mismatch("an extension"),
        };
        var typeCode = (sbyte)Take(1)[0];
        if (length > (uint)(_span.Length - _position))
            ThrowEnded();
        return new ExtensionHeader(typeCode, length);
    }

    /// <summary>Goes past the next value, whatever it is.</summary>
    public void Skip()
    {
        // Counted, not recursive: no nesting is too deep. A count cannot overflow: every value has a byte in memory.
        for (long values = 1; values > 0; values--)
            values += SkipOne();
    }

    private int SkipOne()
    {
        switch (NextMessagePackType)
        {
            case MessagePackType.Array:
                return ReadArrayHeader();
            case MessagePackType.Map:
                return 2 * ReadMapHeader();
            case MessagePackType.String:
                Take(ReadStringHeader());
                return 0;
            case MessagePackType.Binary:
                Take(ReadBinHeader());
                return 0;
            case MessagePackType.Extension:
                Take(ReadExtensionFormatHeader().Length);
                return 0;
            case MessagePackType.Unknown:
                throw Mismatch("a value");
            default:
                SkipScalar();
                return 0;
        }
    }

    private void SkipScalar() => Take(NextCode switch
    {
        MessagePackCode.UInt8 or MessagePackCode.Int8 => 2u,
        MessagePackCode.UInt16 or MessagePackCode.Int16 => 3,
        MessagePackCode.UInt32 or MessagePackCode.Int32 or MessagePackCode.Float32 => 5,
        MessagePackCode.UInt64 or MessagePackCode.Int64 or MessagePackCode.Float64 => 9,
        _ => 1,
    });

    private uint ReadStringHeader() => NextCode switch
    {
        >= MessagePackCode.MinFixStr and <= MessagePackCode.MaxFixStr => Take(1)[0] & 0x1fu,
        MessagePackCode.Str8 => Body(1)[0],
        MessagePackCode.Str16 => BinaryPrimitives.ReadUInt16BigEndian(Body(2)),
        MessagePackCode.Str32 => BinaryPrimitives.ReadUInt32BigEndian(Body(4)),
        _ => throw Mismatch("text"),
    };

    // Bytes may come as text: MessagePack had no other type for them before 2013.
    private uint ReadBinHeader() => NextCode switch
    {
        MessagePackCode.Bin8 => Body(1)[0],
        MessagePackCode.Bin16 => BinaryPrimitives.ReadUInt16BigEndian(Body(2)),
        MessagePackCode.Bin32 => BinaryPrimitives.ReadUInt32BigEndian(Body(4)),
        _ when NextMessagePackType == MessagePackType.String => ReadStringHeader(),
        _ => throw Mismatch("bytes"),
    };

    private readonly int Plausible(uint count, uint bytesEach)
    {
        if (count > (uint)(_span.Length - _position) / bytesEach)
            ThrowEnded();
        return (int)count;
    }
}
