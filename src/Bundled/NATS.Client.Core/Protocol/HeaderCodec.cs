using System.Buffers;
using System.Text;
using Microsoft.Extensions.Primitives;

namespace NATS.Client.Core.Protocol;

/// <summary>
/// Headers on the wire: https://github.com/nats-io/nats-architecture-and-design/blob/main/adr/ADR-4.md
/// </summary>
internal static class HeaderCodec
{
    private static ReadOnlySpan<byte> Version => "NATS/1.0"u8;

    private static ReadOnlySpan<byte> NoRespondersStatus => "NATS/1.0 503"u8;

    public static void Write(IBufferWriter<byte> to, NatsHeaders headers, Encoding encoding)
    {
        to.Write("NATS/1.0\r\n"u8);
        foreach (var (name, values) in headers)
        {
            CheckName(name);
            foreach (var value in values)
                WriteField(to, name, value ?? string.Empty, encoding);
        }

        to.Write("\r\n"u8);
    }

    public static bool SaysNoResponders(in ReadOnlySequence<byte> headers)
    {
        var span = headers.FirstSpan;
        return span.StartsWith(NoRespondersStatus);
    }

    /// <summary>Reads a header block; what does not look like a header is an error, not skipped.</summary>
    public static NatsHeaders Read(ReadOnlySpan<byte> block, Encoding encoding)
    {
        if (!block.StartsWith(Version))
            throw new NatsProtocolViolationException("Headers do not begin with NATS/1.0");
        var headers = new NatsHeaders();
        ReadStatus(headers, NextLine(ref block)[Version.Length..], encoding);
        while (NextLine(ref block) is { IsEmpty: false } line)
        {
            var colon = line.IndexOf((byte)':');
            if (colon <= 0)
                throw new NatsProtocolViolationException("A header line has no name and colon");
            var name = encoding.GetString(line[..colon]);
            var value = encoding.GetString(line[(colon + 1)..].Trim((byte)' '));
            headers[name] = headers.TryGetValue(name, out var before) ? StringValues.Concat(before, value) : value;
        }

        return headers;
    }

    private static void ReadStatus(NatsHeaders headers, ReadOnlySpan<byte> status, Encoding encoding)
    {
        status = status.Trim((byte)' ');
        if (status.IsEmpty)
            return;
        var space = status.IndexOf((byte)' ');
        var code = space < 0 ? status : status[..space];
        if (!int.TryParse(code, out var number))
            throw new NatsProtocolViolationException("The status in the headers is not a number");
        headers.Code = number;
        headers.MessageText = space < 0 ? string.Empty : encoding.GetString(status[(space + 1)..]);
    }

    private static ReadOnlySpan<byte> NextLine(ref ReadOnlySpan<byte> block)
    {
        var end = block.IndexOf("\r\n"u8);
        if (end < 0)
            throw new NatsProtocolViolationException("Headers do not end with an empty line");
        var line = block[..end];
        block = block[(end + 2)..];
        return line;
    }

    private static void CheckName(string name)
    {
        if (name.Length == 0 || name.AsSpan().IndexOfAnyExceptInRange('!', '~') >= 0 || name.Contains(':'))
            throw new NatsException($"'{name}' can't be a header name: printable ASCII without space and colon only");
    }

    private static void WriteField(IBufferWriter<byte> to, string name, string value, Encoding encoding)
    {
        if (value.AsSpan().IndexOfAny('\r', '\n') >= 0)
            throw new NatsException($"The value of header {name} has a line break in it");
        var span = to.GetSpan(encoding.GetMaxByteCount(name.Length + value.Length) + 4);
        var length = encoding.GetBytes(name, span);
        span[length++] = (byte)':';
        span[length++] = (byte)' ';
        length += encoding.GetBytes(value, span[length..]);
        span[length++] = (byte)'\r';
        span[length++] = (byte)'\n';
        to.Advance(length);
    }
}
