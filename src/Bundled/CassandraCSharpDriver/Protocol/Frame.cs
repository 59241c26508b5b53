using System.Buffers.Binary;

namespace Cassandra.Protocol;

/// <summary>Version 5 puts envelopes into frames with checksums: [header 3][CRC24 3][payload][CRC32 4].</summary>
internal static class Frame
{
    public const int HeaderLength = 6, TrailerLength = 4;

    private const int SelfContainedBit = 1 << 17;

    public static void Write(BodyWriter to, ReadOnlySpan<byte> payload, bool isSelfContained)
    {
        Span<byte> header = to.Take(HeaderLength);
        WriteThree(header, (uint)(payload.Length | (isSelfContained ? SelfContainedBit : 0)));
        WriteThree(header[3..], Checksums.Crc24(header[..3]));
        to.Raw(payload);
        BinaryPrimitives.WriteUInt32LittleEndian(to.Take(TrailerLength), Checksums.Crc32OfPayload(payload));
    }

    /// <summary>The payload's length, and whether it holds whole envelopes.</summary>
    public static (int Length, bool IsSelfContained) ReadHeader(ReadOnlySpan<byte> header)
    {
        uint said = ReadThree(header[3..]), counted = Checksums.Crc24(header[..3]);
        if (said != counted)
            throw new MalformedFrameException($"A frame's header has the checksum {counted:x6}, not {said:x6}.");
        uint word = ReadThree(header);
        return ((int)(word & ProtocolLimits.FramePayloadMax), (word & SelfContainedBit) != 0);
    }

    public static void CheckPayload(ReadOnlySpan<byte> payload, ReadOnlySpan<byte> trailer)
    {
        uint said = BinaryPrimitives.ReadUInt32LittleEndian(trailer), counted = Checksums.Crc32OfPayload(payload);
        if (said != counted)
            throw new MalformedFrameException($"A frame's payload has the checksum {counted:x8}, not {said:x8}.");
    }

    private static void WriteThree(Span<byte> to, uint value)
    {
        to[0] = (byte)value;
        to[1] = (byte)(value >> 8);
        to[2] = (byte)(value >> 16);
    }

    private static uint ReadThree(ReadOnlySpan<byte> from) =>
        (uint)(from[0] | from[1] << 8 | from[2] << 16);
}
