using System.Security.Cryptography;
using System.Text;

namespace IrcNats.Proving;

/// <summary>
/// A text that only the roots can read. A leaf puts the verifier of a new password into one, so that nothing which is
/// worth stealing crosses the bus. A key pair that is used once agrees with the roots' key (ECDH over P-256), and what
/// comes of that seals the text (HKDF, AES-256-GCM). https://www.rfc-editor.org/rfc/rfc5869
/// </summary>
public static class SealedBox
{
    private const int PointBytes = 64, HalfBytes = 32, TagBytes = 16, NonceBytes = 12, KeyBytes = 32;

    /// <summary>The public key as text.</summary>
    public static string PublicKey(ECDiffieHellman pair) => Convert.ToBase64String(PointOf(pair));

    /// <param name="ephemeral">A key pair that is used for nothing else.</param>
    /// <param name="recipient">The roots' public key.</param>
    /// <param name="about">What the text is about: a box does not open for anything else.</param>
    /// <exception cref="CryptographicException">The recipient's key is none.</exception>
    public static byte[] Seal(ECDiffieHellman ephemeral, string recipient, string text, string about)
    {
        byte[] point = PointOf(ephemeral);
        byte[] plain = Encoding.UTF8.GetBytes(text), box = new byte[PointBytes + TagBytes + plain.Length];
        point.CopyTo(box, 0);
        using ECDiffieHellman other = Of(Convert.FromBase64String(recipient));
        using AesGcm cipher = new(KeyOf(ephemeral, other, point), TagBytes);
        // The key is used once, so the nonce need not differ.
        cipher.Encrypt(
            new byte[NonceBytes], plain, box.AsSpan(PointBytes + TagBytes), box.AsSpan(PointBytes, TagBytes),
            Encoding.UTF8.GetBytes(about));
        return box;
    }

    /// <summary>Null: it is no box, or not for this key, or about something else.</summary>
    public static string? Open(ECDiffieHellman own, ReadOnlySpan<byte> box, string about)
    {
        if (box.Length < PointBytes + TagBytes) return null;
        try
        {
            byte[] point = box[..PointBytes].ToArray(), plain = new byte[box.Length - PointBytes - TagBytes];
            using ECDiffieHellman other = Of(point);
            using AesGcm cipher = new(KeyOf(own, other, point), TagBytes);
            cipher.Decrypt(
                new byte[NonceBytes], box[(PointBytes + TagBytes)..], box.Slice(PointBytes, TagBytes), plain,
                Encoding.UTF8.GetBytes(about));
            return Encoding.UTF8.GetString(plain);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static byte[] KeyOf(ECDiffieHellman own, ECDiffieHellman other, byte[] salt)
    {
        using ECDiffieHellmanPublicKey key = other.PublicKey;
        return HKDF.DeriveKey(
            HashAlgorithmName.SHA256, own.DeriveRawSecretAgreement(key), KeyBytes, salt, "ircnats box"u8.ToArray());
    }

    private static byte[] PointOf(ECDiffieHellman pair)
    {
        ECPoint point = pair.ExportParameters(includePrivateParameters: false).Q;
        return [.. point.X!, .. point.Y!];
    }

    private static ECDiffieHellman Of(byte[] point) => ECDiffieHellman.Create(new ECParameters
    {
        Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = point[..HalfBytes], Y = point[HalfBytes..] },
    });
}
