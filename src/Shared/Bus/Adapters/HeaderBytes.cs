using System.Buffers;
using System.Buffers.Text;

namespace IrcNats.Adapters;

/// <summary>
/// Reads the few headers we need from raw bytes, without a dictionary per message.
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

    /// <summary>What JetStream says in place of a message (404: it has none); 0: it gave one.</summary>
    public static int Status(in ReadOnlySequence<byte>? headers)
    {
        if (headers is not { } bytes) return 0;
        return bytes.IsSingleSegment ? Status(bytes.FirstSpan) : Status(bytes.ToArray());
    }

    private static int Status(ReadOnlySpan<byte> headers)
    {
        ReadOnlySpan<byte> version = "NATS/1.0 "u8;
        bool isStatus = headers.StartsWith(version);
        return isStatus && Utf8Parser.TryParse(headers[version.Length..], out int status, out _) ? status : 0;
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
