using System.Buffers;
using System.Buffers.Text;

namespace IrcNats.Adapters;

/// <summary>
/// Reads the one header we need from raw bytes, without a dictionary per message.
/// https://github.com/nats-io/nats-architecture-and-design/blob/main/adr/ADR-4.md
/// </summary>
public static class HeaderBytes
{
    /// <summary>Where JetStream stored the message; 0 when the header is missing.</summary>
    public static ulong Sequence(in ReadOnlySequence<byte>? headers)
    {
        if (headers is not { } bytes) return 0;
        return bytes.IsSingleSegment ? Sequence(bytes.FirstSpan) : Sequence(bytes.ToArray());
    }

    private static ulong Sequence(ReadOnlySpan<byte> headers)
    {
        ReadOnlySpan<byte> name = "\r\nNats-Sequence:"u8;
        int at = headers.IndexOf(name);
        if (at < 0) return 0;
        ReadOnlySpan<byte> value = headers[(at + name.Length)..].TrimStart((byte)' ');
        return Utf8Parser.TryParse(value, out ulong seq, out _) ? seq : 0;
    }
}
