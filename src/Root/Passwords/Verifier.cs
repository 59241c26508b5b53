using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace IrcNats.Root.Passwords;

/// <summary>
/// What is kept instead of a password: $pbkdf2-sha256$iterations$salt$hash, the last two in base64. PBKDF2 is of
/// https://www.rfc-editor.org/rfc/rfc8018#section-5.2
/// </summary>
public sealed class Verifier
{
    /// <summary>What new verifiers cost: some tenths of a second of one core for each try.</summary>
    public const int DefaultIterations = 600_000;

    private const string Scheme = "pbkdf2-sha256";
    private const int SaltBytes = 16, MostIterations = 10_000_000;

    private readonly int _iterations;
    private readonly byte[] _salt, _hash;

    private Verifier(int iterations, byte[] salt, byte[] hash) =>
        (_iterations, _salt, _hash) = (iterations, salt, hash);

    /// <summary>Makes one, with a salt of its own.</summary>
    public static Verifier Of(string password, int iterations = DefaultIterations)
    {
        byte[] salt = RandomNumberGenerator.GetBytes(SaltBytes);
        return new Verifier(iterations, salt, Derive(password, salt, iterations));
    }

    /// <summary>Null: the text is no verifier.</summary>
    public static Verifier? Parse(string text)
    {
        if (text.Split('$') is not ["", Scheme, var count, var salt, var hash]) return null;
        return int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out int iterations)
            && iterations is > 0 and <= MostIterations
            && FromBase64(salt) is { Length: >= 8 and <= 64 } saltBytes
            && FromBase64(hash) is { Length: SHA256.HashSizeInBytes } hashBytes
            ? new Verifier(iterations, saltBytes, hashBytes)
            : null;
    }

    /// <summary>Takes long, on purpose; how long does not tell how wrong the password is.</summary>
    public bool Matches(string password) =>
        CryptographicOperations.FixedTimeEquals(Derive(password, _salt, _iterations), _hash);

    /// <summary>As it is written into a configuration.</summary>
    public string Text =>
        $"${Scheme}${_iterations}${Convert.ToBase64String(_salt)}${Convert.ToBase64String(_hash)}";

    private static byte[] Derive(string password, byte[] salt, int iterations) => Rfc2898DeriveBytes.Pbkdf2(
        Encoding.UTF8.GetBytes(password), salt, iterations, HashAlgorithmName.SHA256, SHA256.HashSizeInBytes);

    private static byte[]? FromBase64(string text)
    {
        byte[] bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out int length) ? bytes[..length] : null;
    }
}
