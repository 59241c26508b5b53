using System.Text;
using IrcNats.Protocol;

namespace IrcNats.Proving;

/// <summary>
/// An operator proves a key: a root gives a nonce, the operator signs it, and the answer has both, so that nobody has
/// to remember the nonce. https://datatracker.ietf.org/doc/html/rfc8032
/// </summary>
public static class KeyChallenge
{
    /// <summary>Bytes of a signature of Ed25519.</summary>
    public const int SignatureBytes = 64;

    /// <summary>What is signed. Nothing else that such a key may sign begins like this.</summary>
    public static byte[] MessageOf(string nonce) => Encoding.UTF8.GetBytes("ircnats CHALLENGE " + nonce);

    /// <summary>The answer as one word.</summary>
    public static string Answer(string nonce, ReadOnlySpan<byte> signature) =>
        $"{nonce}.{Convert.ToBase64String(signature)}";

    /// <summary>Takes an answer apart; null: it is none.</summary>
    public static (string Nonce, byte[] Signature)? Read(string answer) =>
        answer.LastIndexOf('.') is > 0 and var dot
        && Base64.Parse(answer[(dot + 1)..]) is { Length: SignatureBytes } signature
            ? (answer[..dot], signature)
            : null;
}
