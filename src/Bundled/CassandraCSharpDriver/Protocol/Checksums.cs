using System.Buffers.Binary;

namespace Cassandra.Protocol;

/// <summary>The checksums of version 5 frames: CRC24 of a header, CRC32 of a payload.</summary>
internal static class Checksums
{
    // Both are the specification's: the generator without its highest bit is 0x974F0B.
    private const uint Crc24Polynomial = 0x1974F0B, Crc24Start = 0x875060;

    // A payload's checksum goes over these bytes first, so that zeros are not their own checksum.
    private static readonly byte[] s_crc32Start = [0xFA, 0x2D, 0x55, 0xCA];

    // Eight tables: byte i of eight bytes is looked up in table 7 - i.
    private static readonly uint[][] s_crc32Tables = MakeTables();

    public static uint Crc24(ReadOnlySpan<byte> bytes)
    {
        uint crc = Crc24Start;
        foreach (byte b in bytes)
        {
            crc ^= (uint)b << 16;
            for (int bit = 0; bit < 8; bit++)
            {
                crc <<= 1;
                if ((crc & 0x1000000) != 0) crc ^= Crc24Polynomial;
            }
        }

        return crc;
    }

    /// <summary>The CRC32 of zlib over the start bytes and the payload.</summary>
    public static uint Crc32OfPayload(ReadOnlySpan<byte> payload) =>
        ~Update(Update(uint.MaxValue, s_crc32Start), payload);

    /// <summary>The plain CRC32 of zlib.</summary>
    public static uint Crc32(ReadOnlySpan<byte> bytes) => ~Update(uint.MaxValue, bytes);

    private static uint Update(uint crc, ReadOnlySpan<byte> bytes)
    {
        uint[][] t = s_crc32Tables;
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            uint low = BinaryPrimitives.ReadUInt32LittleEndian(bytes) ^ crc;
            uint high = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            crc = t[7][low & 0xFF] ^ t[6][low >> 8 & 0xFF] ^ t[5][low >> 16 & 0xFF] ^ t[4][low >> 24]
                ^ t[3][high & 0xFF] ^ t[2][high >> 8 & 0xFF] ^ t[1][high >> 16 & 0xFF] ^ t[0][high >> 24];
        }

        foreach (byte b in bytes) crc = t[0][(crc ^ b) & 0xFF] ^ crc >> 8;
        return crc;
    }

    private static uint[][] MakeTables()
    {
        uint[][] tables = [.. Enumerable.Range(0, 8).Select(_ => new uint[256])];
        for (uint i = 0; i < 256; i++)
        {
            uint crc = i;
            for (int bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? crc >> 1 ^ 0xEDB88320 : crc >> 1;
            tables[0][i] = crc;
        }

        for (int table = 1; table < 8; table++)
        {
            for (int i = 0; i < 256; i++)
            {
                uint before = tables[table - 1][i];
                tables[table][i] = before >> 8 ^ tables[0][before & 0xFF];
            }
        }

        return tables;
    }
}
