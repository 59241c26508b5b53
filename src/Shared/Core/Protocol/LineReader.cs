using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace IrcNats.Protocol;

/// <summary>
/// Turns bytes into lines, for one connection. A line ends at LF, with or without CR before it. The caller never has to
/// hold more than <see cref="MostBytes"/>: a line that has not ended by then is reported as endless, and nothing more
/// is read.
/// </summary>
/// <param name="bodyLimit">Bytes after the tags, CRLF included.</param>
/// <param name="tagsLimit">Bytes of tags, '@' and the space included; what a client may send is 4096.</param>
public sealed class LineReader(int bodyLimit = 512, int tagsLimit = 8191)
{
    private const int CharsOnStack = 512;

    // A line that is too long still gets an answer if it ends within so many bytes beyond the longest.
    private const int Tolerated = 1024;

    /// <summary>
    /// Bytes of the longest line that is still reported as a line, or as too long; its LF is not counted.
    /// </summary>
    public int MostBytes => tagsLimit + bodyLimit + Tolerated;

    /// <summary>An endless line was reported: nothing more can be read from this connection.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Takes the next line off <paramref name="buffer"/>; false when it needs more bytes than there are.
    /// </summary>
    public bool TryRead(ref ReadOnlySequence<byte> buffer, out LineRead read)
    {
        while (!buffer.IsEmpty && !IsBroken)
        {
            var lineFeed = buffer.PositionOf((byte)'\n');
            var raw = lineFeed is { } end ? buffer.Slice(0, end) : buffer;
            if (raw.Length > MostBytes)
            {
                IsBroken = true;
                read = new(null, LineError.Endless, null);
                return true;
            }

            if (lineFeed is not { } at) break;
            buffer = buffer.Slice(buffer.GetPosition(1, at));
            read = TooLong(raw) ?? Parse(raw);
            if (read.Error != LineError.Empty) return true;
        }

        read = default;
        return false;
    }

    private LineRead? TooLong(in ReadOnlySequence<byte> raw)
    {
        if (raw.Length <= Math.Min(bodyLimit - 2, tagsLimit - 1)) return null;
        long tags = 0;
        if (raw.FirstSpan is [(byte)'@', ..])
        {
            var most = raw.Slice(0, Math.Min(raw.Length, tagsLimit));
            if (most.PositionOf((byte)' ') is { } space) tags = raw.Slice(0, space).Length + 1;
            else return raw.Length < tagsLimit ? null : new(null, LineError.TagsTooLong, Label(most, cut: true));
        }

        // One byte more may be the CR.
        long body = raw.Length - tags;
        if (body < bodyLimit - 1 || (body == bodyLimit - 1 && raw.Slice(raw.Length - 1).FirstSpan[0] == '\r'))
            return null;
        return new(null, LineError.TooLong, Label(raw.Slice(0, tags), cut: false));
    }

    /// <summary>The label in a line's tags; where they were cut, only tags that end before the cut count.</summary>
    private static string? Label(in ReadOnlySequence<byte> tags, bool cut)
    {
        string text = Encoding.UTF8.GetString(tags);
        int end = cut ? text.LastIndexOf(';') : text.Length;
        return end <= 0 ? null : Tags.Parse(text.AsSpan(1, end - 1).TrimEnd(' '))["label"];
    }

    private static LineRead Parse(in ReadOnlySequence<byte> raw)
    {
        if (raw.IsSingleSegment) return Parse(raw.FirstSpan);
        byte[] rented = ArrayPool<byte>.Shared.Rent((int)raw.Length);
        raw.CopyTo(rented);
        var read = Parse(rented.AsSpan(0, (int)raw.Length));
        ArrayPool<byte>.Shared.Return(rented);
        return read;
    }

    private static LineRead Parse(ReadOnlySpan<byte> raw)
    {
        var bytes = raw is [.. var before, (byte)'\r'] ? before : raw;
        char[]? rented = bytes.Length > CharsOnStack ? ArrayPool<char>.Shared.Rent(bytes.Length) : null;
        var chars = rented ?? stackalloc char[CharsOnStack];

        var decoded = Utf8.ToUtf16(bytes, chars, out _, out int length, replaceInvalidSequences: false);
        bool valid = decoded == OperationStatus.Done;
        if (!valid) Utf8.ToUtf16(bytes, chars, out _, out length); // for the label
        var error = Line.TryParse(chars[..length], out var line);
        if (!valid) error = LineError.InvalidUtf8;

        if (rented is not null) ArrayPool<char>.Shared.Return(rented);
        if (error is null) return new(line, null, null);
        bool isCommand = line.Command.Length > 0 && line.Command.All(char.IsAsciiLetter);
        return new(null, error, line.Tags["label"]) { Command = isCommand ? line.Command : null };
    }
}
