using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;

namespace NATS.Client.Core.Security;

/// <summary>
/// Ed25519 signing as RFC 8032 section 5.1 writes it, since .NET has none. Big integers are slow (milliseconds) and
/// their time depends on the key: right for signing a server's nonce when connecting, not for signing at others'
/// request.
/// </summary>
internal static class Ed25519
{
    private static readonly BigInteger P = BigInteger.Pow(2, 255) - 19;
    private static readonly BigInteger L = BigInteger.Pow(2, 252)
        + BigInteger.Parse("27742317777372353535851937790883648493", CultureInfo.InvariantCulture);
    private static readonly BigInteger D = Mod(-121665 * Inverse(121666));
    private static readonly Point Base = MakeBase();

    public static byte[] PublicKey(ReadOnlySpan<byte> seed) => Encode(Multiply(Base, Scalar(SHA512.HashData(seed))));

    public static byte[] Sign(ReadOnlySpan<byte> seed, ReadOnlySpan<byte> message)
    {
        var hash = SHA512.HashData(seed);
        var secret = Scalar(hash);
        var publicKey = Encode(Multiply(Base, secret));
        var nonce = HashMod([.. hash[32..], .. message]);
        var first = Encode(Multiply(Base, nonce));
        var challenge = HashMod([.. first, .. publicKey, .. message]);
        return [.. first, .. Bytes32((nonce + (challenge * secret)) % L)];
    }

    private static BigInteger Scalar(byte[] hash)
    {
        var low = hash[..32];
        low[0] &= 248;
        low[31] &= 127;
        low[31] |= 64;
        return new BigInteger(low, isUnsigned: true);
    }

    private static BigInteger HashMod(byte[] bytes) => new BigInteger(SHA512.HashData(bytes), isUnsigned: true) % L;

    private static Point MakeBase()
    {
        var y = Mod(4 * Inverse(5));
        return new Point(RecoverEvenX(y), y, 1);
    }

    // x^2 = (y^2 - 1) / (d y^2 + 1); P = 5 mod 8.
    private static BigInteger RecoverEvenX(BigInteger y)
    {
        var square = Mod((y * y - 1) * Inverse(D * y * y + 1));
        var x = BigInteger.ModPow(square, (P + 3) / 8, P);
        if (Mod(x * x - square) != 0)
            x = Mod(x * BigInteger.ModPow(2, (P - 1) / 4, P));
        return x.IsEven ? x : P - x;
    }

    private static Point Multiply(Point point, BigInteger scalar)
    {
        var result = new Point(0, 1, 1);
        for (; scalar > 0; scalar >>= 1)
        {
            if (!scalar.IsEven)
                result = Add(result, point);
            point = Add(point, point);
        }

        return result;
    }

    // Projective unified addition of a twisted Edwards curve with a = -1.
    private static Point Add(Point p, Point q)
    {
        var a = Mod(p.Z * q.Z);
        var b = Mod(a * a);
        var c = Mod(p.X * q.X);
        var d = Mod(p.Y * q.Y);
        var e = Mod(D * c * d);
        var f = Mod(b - e);
        var g = Mod(b + e);
        var x = Mod(a * f * ((p.X + p.Y) * (q.X + q.Y) - c - d));
        var y = Mod(a * g * (d + c));
        return new Point(x, y, Mod(f * g));
    }

    private static byte[] Encode(Point point)
    {
        var inverse = Inverse(point.Z);
        var bytes = Bytes32(Mod(point.Y * inverse));
        if (!Mod(point.X * inverse).IsEven)
            bytes[31] |= 0x80;
        return bytes;
    }

    private static byte[] Bytes32(BigInteger number)
    {
        var bytes = new byte[32];
        number.TryWriteBytes(bytes, out _, isUnsigned: true);
        return bytes;
    }

    private static BigInteger Inverse(BigInteger number) => BigInteger.ModPow(Mod(number), P - 2, P);

    private static BigInteger Mod(BigInteger number)
    {
        var rest = number % P;
        return rest.Sign < 0 ? rest + P : rest;
    }

    private readonly record struct Point(BigInteger X, BigInteger Y, BigInteger Z);
}
