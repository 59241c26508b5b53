using System.Text;
using Cassandra.Protocol;
using FsCheck.Xunit;

namespace IrcNats.Cassandra.Tests.Inside;

/// <summary>The checksums of version 5 frames; that a real server takes them is the other half of the proof.</summary>
public sealed class ChecksumTests
{
    // The check values that catalogues of CRCs give for these bytes.
    [Fact]
    public void Crc32_is_that_of_zlib() =>
        Assert.Equal(0xCBF43926u, Checksums.Crc32(Encoding.ASCII.GetBytes("123456789")));

    [Fact]
    public void A_payload_is_counted_from_the_start_bytes_on() =>
        Assert.Equal(
            Checksums.Crc32([0xFA, 0x2D, 0x55, 0xCA, 1, 2, 3]), Checksums.Crc32OfPayload([1, 2, 3]));

    [Property]
    public void Crc32_is_the_remainder_of_a_division_bit_by_bit(byte[] bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in bytes)
        {
            for (int bit = 0; bit < 8; bit++)
            {
                bool isOdd = ((crc ^ (uint)b >> bit) & 1) != 0;
                crc = crc >> 1 ^ (isOdd ? 0xEDB88320u : 0);
            }
        }

        Assert.Equal(~crc, Checksums.Crc32(bytes));
    }

    // A long division on paper: the start value is added to the first 24 bits, and 24 zeros are brought down.
    [Property]
    public void Crc24_is_the_remainder_of_a_division_bit_by_bit(byte a, byte b, byte c)
    {
        ulong dividend = ((ulong)a << 16 | (ulong)b << 8 | c) ^ 0x875060;
        dividend <<= 24;
        for (int bit = 47; bit >= 24; bit--)
        {
            if ((dividend >> bit & 1) != 0) dividend ^= 0x1974F0BUL << (bit - 24);
        }

        Assert.Equal((uint)dividend, Checksums.Crc24([a, b, c]));
    }
}
