using System.Buffers.Binary;

namespace Cassandra.Protocol;

/// <summary>One message with its header; version 4 calls it a frame.</summary>
/// <param name="Stream">The number that the request chose; negative when the server speaks unasked.</param>
internal readonly record struct Envelope(byte Version, byte Flags, short Stream, Opcode Opcode, byte[] Body)
{
    public const int HeaderLength = 9;
    public const byte TracingFlag = 0x02, PayloadFlag = 0x04, WarningFlag = 0x08;

    private const byte ResponseBit = 0x80, CompressedFlag = 0x01;

    public static void WriteHeader(Span<byte> header, byte version, short stream, Opcode opcode, int bodyLength)
    {
        header[0] = version;
        header[1] = 0;
        BinaryPrimitives.WriteInt16BigEndian(header[2..], stream);
        header[4] = (byte)opcode;
        BinaryPrimitives.WriteInt32BigEndian(header[5..], bodyLength);
    }

    /// <summary>Reads a response's header; its body is empty and as long as the header says.</summary>
    public static Envelope ReadHeader(ReadOnlySpan<byte> header, out int bodyLength)
    {
        bodyLength = BinaryPrimitives.ReadInt32BigEndian(header[5..]);
        Envelope envelope = new(
            (byte)(header[0] & ~ResponseBit), header[1], BinaryPrimitives.ReadInt16BigEndian(header[2..]),
            (Opcode)header[4], []);
        if ((header[0] & ResponseBit) == 0)
            throw new MalformedFrameException($"The server answered with {header[0]:x2}, which begins no response.");
        if (bodyLength is < 0 or > ProtocolLimits.BodyLengthMax)
        {
            throw new MalformedFrameException(
                $"The server announced a message of {bodyLength} bytes; "
                + $"at most {ProtocolLimits.BodyLengthMax} are taken.");
        }

        if ((envelope.Flags & CompressedFlag) != 0)
            throw new MalformedFrameException("The server compressed a message, which nobody asked for.");
        return envelope;
    }
}
