using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace Cassandra.Protocol;

/// <summary>Reads a message in the protocol's notations; a length that points past the end is an error.</summary>
internal ref struct BodyReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public int Position { get; private set; }

    public readonly int Left => _bytes.Length - Position;

    public byte Byte() => Take(1, "a byte")[0];

    public int Short() => BinaryPrimitives.ReadUInt16BigEndian(Take(2, "a [short]"));

    public int Int() => BinaryPrimitives.ReadInt32BigEndian(Take(4, "an [int]"));

    /// <summary>An [int] that counts things of which each takes at least so many bytes of what is left.</summary>
    public int Count(string what, int bytesEach)
    {
        int count = Int();
        if (count < 0 || (long)count * bytesEach > Left)
            throw new MalformedFrameException($"The server announced {count} {what} in {Left} bytes.");
        return count;
    }

    /// <summary>A [string].</summary>
    public string Text() => Encoding.UTF8.GetString(Take(Short(), "a [string]"));

    public byte[] ShortBytes() => Take(Short(), "a [short bytes]").ToArray();

    /// <summary>Steps over a [bytes]; its length, or -1 for null.</summary>
    public int SkipBytes()
    {
        int length = Int();
        if (length < -1) throw new MalformedFrameException($"The server sent a value of {length} bytes.");
        if (length > 0) Take(length, "a value");
        return length;
    }

    /// <summary>The bytes that were just stepped over.</summary>
    public readonly ReadOnlySpan<byte> Last(int count) => _bytes.Slice(Position - count, count);

    /// <summary>A [bytes], or nothing for null.</summary>
    public byte[]? Bytes()
    {
        int length = SkipBytes();
        return length < 0 ? null : Last(length).ToArray();
    }

    public List<string> TextList()
    {
        int count = Short();
        List<string> texts = new(Math.Min(count, Left / 2));
        for (int i = 0; i < count; i++) texts.Add(Text());
        return texts;
    }

    /// <summary>An [inet]: an address and a port.</summary>
    public IPEndPoint Inet()
    {
        IPAddress address = InetAddress();
        int port = Int();
        if (port is < 0 or > ushort.MaxValue) throw new MalformedFrameException($"The server sent the port {port}.");
        return new IPEndPoint(address, port);
    }

    public IPAddress InetAddress()
    {
        int length = Byte();
        if (length is not (4 or 16))
            throw new MalformedFrameException($"The server sent an address of {length} bytes.");
        return new IPAddress(Take(length, "an address"));
    }

    public ReadOnlySpan<byte> Take(int count, string what)
    {
        if (count < 0 || count > Left)
            throw new MalformedFrameException($"The server sent {what} of {count} bytes where {Left} are left.");
        Position += count;
        return Last(count);
    }
}
