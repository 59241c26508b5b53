using System.Buffers.Binary;
using System.Numerics;

namespace Cassandra.Hosts;

/// <summary>
/// The hash by which Cassandra places partitions: MurmurHash3 (x64, 128 bits, the first 64 of them), with the bytes
/// after the last block taken as signed numbers, as Java has them.
/// </summary>
internal static class Murmur3
{
    private const ulong C1 = 0x87c37b91114253d5, C2 = 0x4cf5ad432745937f;

    public static long Token(ReadOnlySpan<byte> key)
    {
        ulong h1 = 0, h2 = 0;
        ReadOnlySpan<byte> left = key;
        for (; left.Length >= 16; left = left[16..])
        {
            h1 ^= First(BinaryPrimitives.ReadUInt64LittleEndian(left));
            h1 = (BitOperations.RotateLeft(h1, 27) + h2) * 5 + 0x52dce729;
            h2 ^= Second(BinaryPrimitives.ReadUInt64LittleEndian(left[8..]));
            h2 = (BitOperations.RotateLeft(h2, 31) + h1) * 5 + 0x38495ab5;
        }

        if (left.Length > 8) h2 ^= Second(Signed(left[8..]));
        if (left.Length > 0) h1 ^= First(Signed(left[..Math.Min(8, left.Length)]));
        h1 ^= (ulong)key.Length;
        h2 ^= (ulong)key.Length;
        h1 += h2;
        h2 += h1;
        long token = (long)(Mixed(h1) + Mixed(h2));
        // The smallest number is no token: it is the start of the ring.
        return token == long.MinValue ? long.MaxValue : token;
    }

    private static ulong First(ulong block) => BitOperations.RotateLeft(block * C1, 31) * C2;

    private static ulong Second(ulong block) => BitOperations.RotateLeft(block * C2, 33) * C1;

    private static ulong Signed(ReadOnlySpan<byte> bytes)
    {
        ulong word = 0;
        for (int i = 0; i < bytes.Length; i++) word ^= (ulong)(long)(sbyte)bytes[i] << 8 * i;
        return word;
    }

    private static ulong Mixed(ulong h)
    {
        h = (h ^ h >> 33) * 0xff51afd7ed558ccd;
        h = (h ^ h >> 33) * 0xc4ceb9fe1a85ec53;
        return h ^ h >> 33;
    }
}
