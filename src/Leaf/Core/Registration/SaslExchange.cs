using System.Text;
using IrcNats.Protocol;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Leaf.Core;

/// <summary>One exchange of SASL: what the client has sent of it so far.</summary>
/// <param name="mechanism">Which it asked for.</param>
/// <param name="began">By the leaf's steady clock.</param>
sealed class SaslExchange(string mechanism, long began)
{
    /// <summary>Base64 characters in a line; so many mean that more follow.
    /// https://ircv3.net/specs/extensions/sasl-3.1</summary>
    public const int ChunkLen = 400;

    /// <summary>Chunks of one message: enough for the longest names and a password of 1,000 bytes; and for a token.
    /// </summary>
    public const int ChunksMost = 6, ChunksOfToken = 15;

    private readonly StringBuilder _base64 = new();

    public string Mechanism => mechanism;
    public long Began => began;

    /// <summary>The client's first message of SCRAM; null: it has not come.</summary>
    public string? First { get; set; }

    /// <summary>The device that the client named; null: none.</summary>
    public string? Device { get; set; }

    /// <summary>SCRAM's proof was good; the client has still to acknowledge the server's last message.</summary>
    public Ticket? Proved { get; set; }

    /// <summary>Why the token is refused; the client has still to acknowledge that. Null: it is not.</summary>
    public string? Refused { get; set; }

    private int MostChunks => mechanism == SaslMechanisms.Bearer ? ChunksOfToken : ChunksMost;

    /// <summary>Takes one line's worth.</summary>
    /// <param name="message">The whole message, when it is complete.</param>
    /// <returns>What the chunk made of the message; only a complete one is there.</returns>
    public SaslRead Take(string chunk, out byte[]? message)
    {
        message = null;
        if (chunk.Length > ChunkLen) return SaslRead.TooLong;
        if (_base64.Length + chunk.Length > ChunkLen * MostChunks) return SaslRead.Endless;
        if (chunk != "+") _base64.Append(chunk);
        if (chunk.Length == ChunkLen) return SaslRead.Incomplete;
        message = _base64.Length == 0 ? [] : Base64.Parse(_base64.ToString());
        _base64.Clear();
        return message is null ? SaslRead.Malformed : SaslRead.Complete;
    }

    /// <summary>A message as lines take it.</summary>
    public static IEnumerable<string> Chunks(string message)
    {
        string base64 = Convert.ToBase64String(Encoding.UTF8.GetBytes(message));
        for (int at = 0; at < base64.Length; at += ChunkLen)
            yield return base64[at..Math.Min(at + ChunkLen, base64.Length)];
        if (base64.Length % ChunkLen == 0) yield return "+";
    }
}

/// <summary>What a chunk made of a message.</summary>
enum SaslRead
{
    Incomplete,
    Complete,
    /// <summary>One line has more than a chunk.</summary>
    TooLong,
    /// <summary>There are more chunks than any message has.</summary>
    Endless,
    Malformed,
}
