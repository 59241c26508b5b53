namespace NATS.Client.Core.Security;

/// <summary>
/// An nkey pair made from its seed text: base32 of two prefix bytes, 32 seed bytes and a CRC-16.
/// https://docs.nats.io/running-a-nats-service/configuration/securing_nats/auth_intro/nkey_auth
/// </summary>
internal sealed class NKey
{
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private const byte SeedPrefix = 18 << 3;
    private readonly byte[] _seed;

    private NKey(byte kind, byte[] seed)
    {
        _seed = seed;
        PublicKey = Encode([kind, .. Ed25519.PublicKey(seed)]);
    }

    /// <summary>The text form that a server is configured with, such as U….</summary>
    public string PublicKey { get; }

    public static NKey FromSeed(string text)
    {
        var bytes = Decode(text.Trim());
        if (bytes.Length != 36 || Crc16(bytes.AsSpan(0, 34)) != (bytes[34] | (bytes[35] << 8)))
            throw new NatsException("The nkey seed is damaged: wrong length or checksum");
        if ((bytes[0] & 0xF8) != SeedPrefix)
            throw new NatsException("The nkey is not a seed: it does not begin with S");
        var kind = (byte)(((bytes[0] & 7) << 5) | ((bytes[1] & 0xF8) >> 3));
        return new NKey(kind, bytes[2..34]);
    }


    public byte[] Sign(byte[] message) => Ed25519.Sign(_seed, message);

    private static string Encode(ReadOnlySpan<byte> bytes)
    {
        var crc = Crc16(bytes);
        byte[] all = [.. bytes, (byte)crc, (byte)(crc >> 8)];
        var text = new char[(all.Length * 8 + 4) / 5];
        for (var i = 0; i < text.Length; i++)
        {
            var bit = i * 5;
            var pair = (all[bit / 8] << 8) | (bit / 8 + 1 < all.Length ? all[bit / 8 + 1] : 0);
            text[i] = Base32[(pair >> (11 - bit % 8)) & 31];
        }

        return new string(text);
    }

    private static byte[] Decode(string text)
    {
        var bytes = new byte[text.Length * 5 / 8];
        var (buffer, bits, at) = (0, 0, 0);
        foreach (var letter in text)
        {
            var value = Base32.IndexOf(letter);
            if (value < 0)
                throw new NatsException("The nkey has a character that is not base32");
            buffer = ((buffer << 5) | value) & 0xFFF;
            bits += 5;
            if (bits < 8)
                continue;
            bits -= 8;
            bytes[at++] = (byte)(buffer >> bits);
        }

        return bytes;
    }

    // CRC-16/XMODEM: polynomial 0x1021, start 0.
    private static int Crc16(ReadOnlySpan<byte> bytes)
    {
        var crc = 0;
        foreach (var b in bytes)
        {
            crc ^= b << 8;
            for (var i = 0; i < 8; i++)
                crc = ((crc & 0x8000) != 0 ? (crc << 1) ^ 0x1021 : crc << 1) & 0xFFFF;
        }

        return crc;
    }
}
