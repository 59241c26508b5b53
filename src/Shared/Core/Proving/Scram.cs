using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace IrcNats.Proving;

/// <summary>
/// The arithmetic of SCRAM-SHA-256. Passwords are taken as the UTF-8 bytes that they came as; nothing is normalized.
/// https://www.rfc-editor.org/rfc/rfc5802#section-3 and https://www.rfc-editor.org/rfc/rfc7677
/// </summary>
public static class Scram
{
    /// <summary>A verifier with more iterations is refused: one try would take many seconds of a core.</summary>
    public const int MostIterations = 10_000_000;

    /// <summary>The slow part: PBKDF2. Everything after it takes microseconds.</summary>
    public static byte[] SaltedPassword(string password, ReadOnlySpan<byte> salt, int iterations) =>
        Rfc2898DeriveBytes.Pbkdf2(
            Encoding.UTF8.GetBytes(password), salt, iterations, HashAlgorithmName.SHA256, SHA256.HashSizeInBytes);

    public static byte[] ClientKey(ReadOnlySpan<byte> saltedPassword) => Mac(saltedPassword, "Client Key");

    public static byte[] ServerKey(ReadOnlySpan<byte> saltedPassword) => Mac(saltedPassword, "Server Key");

    public static byte[] StoredKey(ReadOnlySpan<byte> clientKey) => SHA256.HashData(clientKey);

    /// <summary>What the client sends instead of its password.</summary>
    public static byte[] ClientProof(ReadOnlySpan<byte> clientKey, string messages) =>
        Xor(clientKey, Mac(StoredKey(clientKey), messages));

    /// <summary>
    /// Whether the client made this proof with the right password. The time it takes does not tell how wrong a proof
    /// is.
    /// </summary>
    public static bool IsProof(ReadOnlySpan<byte> storedKey, string messages, ReadOnlySpan<byte> clientProof) =>
        clientProof.Length == SHA256.HashSizeInBytes && CryptographicOperations.FixedTimeEquals(
            StoredKey(Xor(clientProof, Mac(storedKey, messages))), storedKey);

    /// <summary>Shows the client that the server has the verifier.</summary>
    public static byte[] ServerSignature(ReadOnlySpan<byte> serverKey, string messages) => Mac(serverKey, messages);

    /// <summary>
    /// What is kept instead of a password: SCRAM-SHA-256$iterations:salt$StoredKey:ServerKey, the last three in base64.
    /// https://www.rfc-editor.org/rfc/rfc5803
    /// </summary>
    public static string VerifierOf(int iterations, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> saltedPassword) =>
        VerifierText(iterations, salt, StoredKey(ClientKey(saltedPassword)), ServerKey(saltedPassword));

    /// <summary>The same of the keys themselves.</summary>
    public static string VerifierText(
        int iterations, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> storedKey, ReadOnlySpan<byte> serverKey) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"SCRAM-SHA-256${iterations}:{Convert.ToBase64String(salt)}"
            + $"${Convert.ToBase64String(storedKey)}:{Convert.ToBase64String(serverKey)}");

    private static byte[] Mac(ReadOnlySpan<byte> key, string text) =>
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));

    private static byte[] Xor(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
    {
        byte[] result = new byte[one.Length];
        for (int i = 0; i < result.Length; i++) result[i] = (byte)(one[i] ^ other[i]);
        return result;
    }
}
