using System.Text;

namespace IrcNats.Protocol;

/// <summary>Bytes as small letters and digits that are read aloud and typed easily, five bits each.
/// https://www.rfc-editor.org/rfc/rfc4648#section-6</summary>
public static class Base32
{
    private const string Digits = "abcdefghijklmnopqrstuvwxyz234567";
    private const int BitsPerDigit = 5;

    /// <summary>The first bits of the bytes; what is beyond them counts as 0.</summary>
    public static string Of(ReadOnlySpan<byte> bytes, int bits)
    {
        StringBuilder shown = new();
        for (int at = 0; at < bits; at += BitsPerDigit)
        {
            int digit = 0;
            for (int bit = at; bit < at + BitsPerDigit; bit++)
                digit = (digit << 1) | (bit < bits ? (bytes[bit / 8] >> (7 - bit % 8)) & 1 : 0);
            shown.Append(Digits[digit]);
        }

        return shown.ToString();
    }

    /// <summary>All bits of the bytes.</summary>
    public static string Of(ReadOnlySpan<byte> bytes) => Of(bytes, bytes.Length * 8);
}
