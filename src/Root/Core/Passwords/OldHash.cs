using System.Buffers.Binary;
using System.Security.Cryptography;

namespace IrcNats.Root.Passwords;

/// <summary>
/// The hash by which another network knew an account's password: $2y$10$salt-and-hash, of bcrypt. No SCRAM can be
/// played with it. It stands in the place of a verifier until its owner logs in.
/// https://www.usenix.org/legacy/events/usenix99/provos/provos_html/node1.html
/// </summary>
public static class OldHash
{
    /// <summary>2^14 rounds take a second or so of one core; a higher cost would keep others waiting.</summary>
    public const int CostMost = 14;

    private const int CostLeast = 4, Length = 60;

    /// <summary>Why the text is none that can be used; null: it can.</summary>
    public static string? Fault(string text) =>
        text.Length != Length || text[0] != '$' || text[1] != '2' || text[2] is not ('a' or 'b' or 'y')
            || text[3] != '$' || text[6] != '$' || !text.AsSpan(7).ToString().All(IsOfHash)
            || !int.TryParse(text.AsSpan(4, 2), out int cost)
                ? "its password is kept as a hash that is not of bcrypt"
        : cost is < CostLeast or > CostMost
            ? $"its password is hashed with the cost {cost}, and {CostMost} is the most here"
        : null;

    /// <summary>Each hash has another, the same on every root.</summary>
    /// <param name="secret">As it stands in the log, sealed.</param>
    public static ulong GenerationOf(ReadOnlySpan<byte> secret) =>
        BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(secret));

    private static bool IsOfHash(char c) => char.IsAsciiLetterOrDigit(c) || c is '.' or '/';
}
