using System.Security.Cryptography;
using System.Text;

namespace IrcNats.Protocol;

/// <summary>
/// The token with which a client gets its user back after its leaf was lost: docs/resume.md. The network knows only its
/// digest.
/// </summary>
public static class ResumeToken
{
    // Half of SHA-256: tokens are random, so nobody can look for a second one.
    private const int DigestBytes = 16;

    public static string DigestOf(string token) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)).AsSpan(0, DigestBytes));
}
