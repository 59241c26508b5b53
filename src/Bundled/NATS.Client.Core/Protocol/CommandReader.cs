using System.Buffers.Text;
using System.Text;

namespace NATS.Client.Core.Protocol;

/// <summary>Reads what a server sends: https://docs.nats.io/reference/reference-protocols/nats-protocol</summary>
internal static class CommandReader
{
    /// <summary>INFO may list many servers, yet a line without an end is no NATS server.</summary>
    public const int LineMax = 1 << 18;

    /// <summary>
    /// Reads the first command in the bytes. Answers 0 when it is there, else how many bytes are needed to try again.
    /// </summary>
    public static int TryRead(ReadOnlySpan<byte> bytes, int bodyMax, out ServerCommand command)
    {
        command = default;
        var end = bytes.IndexOf((byte)'\n');
        if (end < 0)
        {
            return bytes.Length < LineMax
                ? bytes.Length + 1
                : throw new NatsProtocolViolationException($"No line end within {LineMax} bytes from the server");
        }

        var line = bytes[..end];
        if (line.Length > 0 && line[^1] == '\r')
            line = line[..^1];
        command.Length = end + 1;
        if (line.StartsWith("MSG "u8))
            return ReadMessage(bytes, line, 4, false, bodyMax, ref command);
        if (line.StartsWith("HMSG "u8))
            return ReadMessage(bytes, line, 5, true, bodyMax, ref command);
        ReadOther(line, ref command);
        return 0;
    }

    private static void ReadOther(ReadOnlySpan<byte> line, ref ServerCommand command)
    {
        var space = line.IndexOfAny((byte)' ', (byte)'\t');
        var verb = space < 0 ? line : line[..space];
        command.Text = (space < 0 ? line.Length : space + 1)..line.Length;
        command.Verb = verb switch
        {
            _ when Ascii.EqualsIgnoreCase(verb, "PING"u8) => ServerVerb.Ping,
            _ when Ascii.EqualsIgnoreCase(verb, "PONG"u8) => ServerVerb.Pong,
            _ when Ascii.EqualsIgnoreCase(verb, "+OK"u8) => ServerVerb.Ok,
            _ when Ascii.EqualsIgnoreCase(verb, "-ERR"u8) => ServerVerb.Err,
            _ when Ascii.EqualsIgnoreCase(verb, "INFO"u8) => ServerVerb.Info,
            _ => throw new NatsProtocolViolationException($"Unknown command from the server: {Show(line)}"),
        };
    }

    // MSG <subject> <sid> [reply-to] <bytes>, HMSG <subject> <sid> [reply-to] <header bytes> <all bytes>
    private static int ReadMessage(
        ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> line, int at, bool headers, int bodyMax, ref ServerCommand command)
    {
        Span<Range> words = stackalloc Range[6];
        var count = Split(line, at, words);
        var sizes = headers ? 2 : 1;
        var body = 0;
        if (count - sizes is not (2 or 3)
            || !TryNumber(line[words[1]], out command.Sid)
            || !TryNumber(line[words[count - 1]], out body)
            || (headers && !TryNumber(line[words[count - 2]], out command.HeaderLength))
            || command.HeaderLength > body)
        {
            throw new NatsProtocolViolationException($"Malformed message from the server: {Show(line)}");
        }

        if (body > bodyMax)
            throw new NatsProtocolViolationException($"The server sends a message of {body} bytes; at most {bodyMax}");
        command.Verb = ServerVerb.Msg;
        command.Text = words[0];
        command.ReplyTo = count - sizes == 3 ? words[2] : default;
        command.BodyStart = command.Length;
        command.PayloadLength = body - command.HeaderLength;
        command.Length += body + 2;
        if (bytes.Length < command.Length)
            return command.Length;
        if (!bytes[(command.Length - 2)..].StartsWith("\r\n"u8))
            throw new NatsProtocolViolationException($"A message does not end where it should: {Show(line)}");
        return 0;
    }

    private static int Split(ReadOnlySpan<byte> line, int at, Span<Range> words)
    {
        var count = 0;
        while (at < line.Length && count < words.Length)
        {
            var length = line[at..].IndexOfAny((byte)' ', (byte)'\t');
            if (length < 0)
                length = line.Length - at;
            if (length > 0)
                words[count++] = at..(at + length);
            at += length + 1;
        }

        return count;
    }

    private static bool TryNumber(ReadOnlySpan<byte> word, out int number) =>
        Utf8Parser.TryParse(word, out number, out var used) && used == word.Length && number >= 0;

    private static string Show(ReadOnlySpan<byte> line) =>
        Encoding.ASCII.GetString(line[..Math.Min(line.Length, 80)]);
}
