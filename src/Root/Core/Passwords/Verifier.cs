using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using IrcNats.Protocol;
using IrcNats.Proving;

namespace IrcNats.Root.Passwords;

/// <summary>
/// What is kept instead of a password: SCRAM-SHA-256$iterations:salt$StoredKey:ServerKey, the last three in base64.
/// With a verifier one can check a password, but not log in. The older form, $pbkdf2-sha256$iterations$salt$hash, holds
/// what both keys are made of. https://www.rfc-editor.org/rfc/rfc5803
/// </summary>
public sealed class Verifier
{
    /// <summary>The cost of new verifiers: some tenths of a second of one core for each try, on the leaf.</summary>
    public const int DefaultIterations = 600_000;

    /// <summary>The beginning of the older form.</summary>
    public const string OldForm = "$pbkdf2-sha256$";

    private const string Scheme = "SCRAM-SHA-256";
    private const int SaltBytes = 16;

    private Verifier(int iterations, byte[] salt, byte[] storedKey, byte[] serverKey)
    {
        (Iterations, Salt, StoredKey, ServerKey) = (iterations, salt, storedKey, serverKey);
        Generation = BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(Text)));
    }

    public int Iterations { get; }
    public byte[] Salt { get; }
    public byte[] StoredKey { get; }
    public byte[] ServerKey { get; }

    /// <summary>
    /// Each verifier has another generation, the same on every root. What was proved with an earlier verifier does not
    /// hold any more.
    /// </summary>
    public ulong Generation { get; }

    /// <summary>Makes a verifier, with a salt of its own.</summary>
    public static Verifier Of(string password, int iterations = DefaultIterations)
    {
#pragma warning disable RS0030 // Of a new password, which the core never sees.
        byte[] salt = RandomNumberGenerator.GetBytes(SaltBytes);
#pragma warning restore RS0030
        return Of(iterations, salt, Scram.SaltedPassword(password, salt, iterations));
    }

    /// <summary>
    /// The verifier of a name that does not exist: always the same, so that it looks like a real one.
    /// </summary>
    public static Verifier Invented(int iterations, byte[] bytes) =>
        new(iterations, bytes[..SaltBytes], SHA256.HashData(bytes), SHA256.HashData(bytes));

    /// <summary>Null: the text is no verifier.</summary>
    public static Verifier? Parse(string text) => text.Split('$') switch
    {
        [Scheme, var hashing, var keys] when hashing.Split(':') is [var count, var salt]
            && keys.Split(':') is [var stored, var server]
            && Key(stored) is { } storedKey && Key(server) is { } serverKey =>
            Parse(count, salt, (iterations, bytes) => new Verifier(iterations, bytes, storedKey, serverKey)),
        ["", "pbkdf2-sha256", var count, var salt, var hash] when Key(hash) is { } saltedPassword =>
            Parse(count, salt, (iterations, bytes) => Of(iterations, bytes, saltedPassword)),
        _ => null,
    };

    /// <summary>Why a text is no verifier. The text may be the password itself, and so is not shown.</summary>
    public static string Refusal(string text) =>
        text.StartsWith("$2", StringComparison.Ordinal)
            ? "this is a hash of bcrypt, which no SCRAM-SHA-256 can be made of; 'ircnats-root genpasswd' makes a "
                + "verifier from the password"
        : text.StartsWith("SCRAM-", StringComparison.Ordinal)
            && !text.StartsWith(Scheme + "$", StringComparison.Ordinal)
            ? "this is a verifier of another kind of SCRAM than SCRAM-SHA-256; 'ircnats-root genpasswd' makes one"
        : "this is no verifier of a password; 'ircnats-root genpasswd' makes one";

    /// <summary>As it stands in a configuration.</summary>
    public string Text => Scram.VerifierText(Iterations, Salt, StoredKey, ServerKey);

    private static Verifier Of(int iterations, byte[] salt, byte[] saltedPassword) => new(
        iterations, salt, Scram.StoredKey(Scram.ClientKey(saltedPassword)), Scram.ServerKey(saltedPassword));

    private static Verifier? Parse(string count, string salt, Func<int, byte[], Verifier> make) =>
        int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out int iterations)
        && iterations is > 0 and <= Scram.MostIterations
        && Base64.Parse(salt) is { Length: >= 8 and <= 64 } bytes
            ? make(iterations, bytes)
            : null;

    private static byte[]? Key(string text) =>
        Base64.Parse(text) is { Length: SHA256.HashSizeInBytes } key ? key : null;
}
