using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using IrcNats.Protocol;

namespace IrcNats.Leaf.Transport;

/// <summary>
/// What a proxy says of the connection behind it, in one header before everything else: version 1 (text) or 2 (binary).
/// https://www.haproxy.org/download/3.0/doc/proxy-protocol.txt
/// </summary>
/// <param name="Source">Where the client is; null: the proxy speaks for itself, or does not know.</param>
/// <param name="Secure">The client reached the proxy over TLS; only version 2 can say so.</param>
sealed record ProxyHeader(IPEndPoint? Source, bool Secure)
{
    // Bytes of a version 1 line with its CRLF; of a version 2 header without; and what of the rest we would hold.
    private const int LongestLine = 107, FixedBytes = 16, LongestRest = 4096;

    private const byte SslTlv = 0x20, ClientSsl = 0x01;

    private static ReadOnlySpan<byte> Signature => "\r\n\r\n\0\r\nQUIT\n"u8;

    private static ReadOnlySpan<byte> FirstWord => "PROXY "u8;

    /// <summary>Whether these bytes begin a header; null if they are too few to tell.</summary>
    public static bool? Begins(in ReadOnlySequence<byte> buffer)
    {
        Span<byte> start = stackalloc byte[(int)Math.Min(buffer.Length, Signature.Length)];
        buffer.Slice(0, start.Length).CopyTo(start);
        if (start.StartsWith(FirstWord) || start.SequenceEqual(Signature)) return true;
        return FirstWord.StartsWith(start) || Signature.StartsWith(start) ? null : false;
    }

    /// <summary>Takes a header off the buffer.</summary>
    /// <returns>Null: it needs more bytes.</returns>
    /// <exception cref="FormatException">This is no header.</exception>
    public static ProxyHeader? Read(ref ReadOnlySequence<byte> buffer)
    {
        byte[] start = buffer.Slice(0, Math.Min(buffer.Length, FixedBytes)).ToArray();
        int known = Math.Min(start.Length, Signature.Length);
        if (start.AsSpan(0, known).SequenceEqual(Signature[..known]))
            return start.Length < FixedBytes ? null : ReadBinary(start, ref buffer);
        if (!FirstWord.StartsWith(start) && !start.AsSpan().StartsWith(FirstWord))
            throw new FormatException("neither version 1 nor 2");
        return ReadText(ref buffer);
    }

    private static ProxyHeader? ReadText(ref ReadOnlySequence<byte> buffer)
    {
        if (buffer.PositionOf((byte)'\n') is not { } end)
            return buffer.Length < LongestLine ? null : throw new FormatException("version 1, but no end of the line");
        ReadOnlySequence<byte> line = buffer.Slice(0, end);
        if (line.Length >= LongestLine) throw new FormatException("version 1, but the line is too long");
        string[] words = Encoding.ASCII.GetString(line).TrimEnd('\r').Split(' ');
        buffer = buffer.Slice(buffer.GetPosition(1, end));
        return words switch
        {
            ["PROXY", "UNKNOWN", ..] => new ProxyHeader(null, false),
            ["PROXY", "TCP4" or "TCP6", var source, _, var port, _]
                when AddressText.TryParse(source, out IPAddress? address) && FamilyOf(address) == words[1]
                    && ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out ushort number) =>
                new ProxyHeader(new IPEndPoint(address, number), false),
            _ => throw new FormatException("version 1, but not PROXY TCP4, TCP6 or UNKNOWN"),
        };
    }

    private static string FamilyOf(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetwork ? "TCP4" : "TCP6";

    private static ProxyHeader? ReadBinary(byte[] start, ref ReadOnlySequence<byte> buffer)
    {
        const byte local = 0x20, proxied = 0x21;
        int length = BinaryPrimitives.ReadUInt16BigEndian(start.AsSpan(14));
        if (length > LongestRest) throw new FormatException("version 2, but too long");
        if (buffer.Length < FixedBytes + length) return null;
        byte[] rest = buffer.Slice(FixedBytes, length).ToArray();
        buffer = buffer.Slice(FixedBytes + length);
        return start[12] switch
        {
            local => new ProxyHeader(null, false),
            proxied => Proxied(start[13], rest),
            _ => throw new FormatException("version 2, but neither LOCAL nor PROXY"),
        };
    }

    // TCP over IPv4 and IPv6. For anything else the proxy's own address is taken.
    private static ProxyHeader Proxied(byte family, ReadOnlySpan<byte> rest)
    {
        int bytes = family switch { 0x11 => 4, 0x21 => 16, _ => 0 };
        int addresses = 2 * bytes + 4;
        if (bytes == 0) return new ProxyHeader(null, false);
        if (rest.Length < addresses) throw new FormatException("version 2, but without the addresses");
        IPAddress source = new(rest[..bytes]);
        ushort port = BinaryPrimitives.ReadUInt16BigEndian(rest[(2 * bytes)..]);
        return new ProxyHeader(new IPEndPoint(source, port), IsSecure(rest[addresses..]));
    }

    private static bool IsSecure(ReadOnlySpan<byte> fields)
    {
        while (fields.Length >= 3)
        {
            int length = BinaryPrimitives.ReadUInt16BigEndian(fields[1..]);
            if (fields.Length < 3 + length) throw new FormatException("version 2, but a field is cut off");
            if (fields[0] == SslTlv && length > 0) return (fields[3] & ClientSsl) != 0;
            fields = fields[(3 + length)..];
        }

        return false;
    }
}
