using FsCheck.Xunit;
using IrcNats.Leaf.Core;

namespace IrcNats.Tests.Accounts;

/// <summary>Messages of SASL in lines. https://ircv3.net/specs/extensions/sasl-3.1</summary>
public sealed class SaslProperties
{
    [Property]
    public bool What_was_sent_in_chunks_is_read_again(byte[] bytes)
    {
        byte[] message = [.. Enumerable.Repeat(bytes, 40).SelectMany(b => b).Take(1500)];
        string base64 = Convert.ToBase64String(message);
        List<string> chunks = [.. base64.Chunk(SaslExchange.ChunkLen).Select(c => new string(c))];
        if (base64.Length % SaslExchange.ChunkLen == 0) chunks.Add("+");
        SaslExchange exchange = new("PLAIN", 0);
        foreach (string chunk in chunks[..^1])
            if (exchange.Take(chunk, out byte[]? early) != SaslRead.Incomplete || early is not null) return false;
        return exchange.Take(chunks[^1], out byte[]? read) == SaslRead.Complete && read!.SequenceEqual(message);
    }

    [Property]
    public bool No_line_makes_it_throw_or_keep_more_than_a_message(string[] lines)
    {
        SaslExchange exchange = new("PLAIN", 0);
        return lines.OfType<string>().Select(line => exchange.Take(line, out _)).All(Enum.IsDefined);
    }
}
