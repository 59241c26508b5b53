using System.Buffers;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using IrcNats.Protocol;

namespace IrcNats.Tests.Protocol;

public sealed class LineReaderTests
{
    [Theory]
    [InlineData("PING a\r\nPING b\r\n", "PING a|PING b")]
    [InlineData("PING a\nPING b\n", "PING a|PING b")]
    [InlineData("\r\n\n  \r\nPING a\r\n\r\n", "PING a")]
    [InlineData("PING a\r\nPING", "PING a")]
    [InlineData("PING é🍵\r\n", "PING é🍵")]
    [InlineData("PING a\rb\r\nPING b\r\n", "StrayLineBreak|PING b")]
    [InlineData("PING a\r\r\nPING b\r\n", "StrayLineBreak|PING b")]
    [InlineData("PING \0\r\nPING b\r\n", "NulByte|PING b")]
    [InlineData(":ann\r\nPING b\r\n", "Malformed|PING b")]
    [InlineData("@label=x :ann\r\nPING b\r\n", "Malformed(x)|PING b")]
    [InlineData("@label=x PING \0\r\nPING b\r\n", "NulByte(x)|PING b")]
    public void Bytes_become_lines_and_a_bad_one_harms_no_other(string bytes, string expected) =>
        Assert.Equal(expected, Show(ReadAll(new LineReader(), Encoding.UTF8.GetBytes(bytes))));

    [Theory]
    [InlineData(new byte[] { 0xFF })]
    [InlineData(new byte[] { 0xC3 })]
    [InlineData(new byte[] { 0xC0, 0x80 })]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 })]
    [InlineData(new byte[] { 0xF4, 0x90, 0x80, 0x80 })]
    public void What_is_not_utf8_is_refused_with_its_label(byte[] bad)
    {
        byte[] bytes = [.. "@label=x PRIVMSG a :"u8, .. bad, .. "\r\nPING b\r\n"u8];
        Assert.Equal("InvalidUtf8(x)|PING b", Show(ReadAll(new LineReader(), bytes)));
        Assert.Equal("PRIVMSG", ReadAll(new LineReader(), bytes)[0].Command);
    }

    [Theory]
    [InlineData(510, "\r\n", true)]
    [InlineData(511, "\r\n", false)]
    [InlineData(510, "\n", true)]
    [InlineData(511, "\n", false)]
    [InlineData(9000, "\r\n", false)]
    [InlineData(9700, "\n", false)]
    public void The_body_has_512_bytes_with_its_end(int length, string end, bool fits)
    {
        byte[] bytes = Encoding.UTF8.GetBytes("PING " + new string('a', length - 5) + end + "PING b" + end);
        string shown = Show(ReadAll(new LineReader(), bytes));
        Assert.Equal(fits ? $"PING {new string('a', length - 5)}|PING b" : "TooLong|PING b", shown);
    }

    [Fact]
    public void Letters_of_several_bytes_count_as_several()
    {
        byte[] bytes = Encoding.UTF8.GetBytes($"PING {new string('é', 252)}a\r\nPING {new string('é', 253)}\r\n");
        Assert.Equal($"PING {new string('é', 252)}a|TooLong", Show(ReadAll(new LineReader(), bytes)));
    }

    [Theory]
    [InlineData(4096, 510, "ok")]
    [InlineData(4096, 511, "TooLong(x)")]
    [InlineData(4097, 510, "TagsTooLong(x)")]
    [InlineData(4097, 511, "TagsTooLong(x)")]
    [InlineData(5500, 6, "TagsTooLong(x)")]
    public void Tags_have_a_limit_of_their_own(int tags, int body, string expected)
    {
        string text = $"@label=x;b={new string('v', tags - 12)} PING {new string('a', body - 5)}\r\n";
        var reads = ReadAll(new LineReader(tagsLimit: 4096), Encoding.UTF8.GetBytes(text));
        Assert.Equal(expected, reads is [{ Line: { } line }] && line.Tags["label"] == "x" ? "ok" : Show(reads));
    }

    [Theory]
    [InlineData("@abc PING a\n", "@abc PING a")]
    [InlineData("@abcd PING a\n", "TagsTooLong")]
    [InlineData("@abc\n", "Malformed")]
    [InlineData("@abcd\n", "TagsTooLong")]
    [InlineData("@abcdefg\n", "TagsTooLong")]
    public void Tags_end_before_their_limit_with_a_space(string text, string expected) =>
        Assert.Equal(expected, Show(ReadAll(new LineReader(60, 5), Encoding.UTF8.GetBytes(text))));

    [Fact]
    public void A_label_that_was_cut_is_no_label()
    {
        byte[] bytes = Encoding.UTF8.GetBytes($"@b;label={new string('x', 5000)} PING a\r\n");
        Assert.Equal("TagsTooLong", Show(ReadAll(new LineReader(tagsLimit: 4096), bytes)));
    }

    [Fact]
    public void A_line_without_end_is_reported_once_and_nothing_behind_it_is_read()
    {
        LineReader reader = new(tagsLimit: 4096);
        byte[] endless = [.. "PING a\r\n"u8, .. Enumerable.Repeat((byte)'a', reader.MostBytes + 1)];
        Assert.Equal("PING a", Show(ReadAll(reader, endless[..^1], chunk: 600)));
        Assert.False(reader.IsBroken);
        Assert.Equal("Endless", Show(ReadAll(reader, endless[8..], chunk: 600)));
        Assert.True(reader.IsBroken);
        Assert.Equal("", Show(ReadAll(reader, "still the same\r\nPING b\r\n"u8.ToArray())));
    }

    [Theory]
    [InlineData('a', 0, "TooLong|PING b")]
    [InlineData('a', 1, "Endless")]
    [InlineData('@', 0, "TagsTooLong|PING b")]
    [InlineData('@', 1, "Endless")]
    public void A_line_that_is_too_long_is_endless_if_it_goes_on(char first, int more, string expected)
    {
        LineReader reader = new(tagsLimit: 4096);
        string line = first + new string('a', reader.MostBytes - 1 + more);
        Assert.Equal(expected, Show(ReadAll(reader, Encoding.UTF8.GetBytes($"{line}\nPING b\r\n"))));
    }

    [Property]
    public Property However_the_bytes_arrive_the_lines_are_the_same()
    {
        var bytes = Gen.ListOf(Gen.Elements(
                "PING a\r\n", "@label=x;b PRIVMSG a :é🍵\r\n", "\r\n", "\n", "\r", "@", " ", "\0", "é", ":ann",
                new string('a', 20), new string('b', 45), new string('c', 1100), "@label=1;", "@label=2;c="))
            .Select(parts => Encoding.UTF8.GetBytes(string.Concat(parts)));
        return Prop.ForAll(
            Arb.From(bytes), Arb.From(Gen.Choose(1, 70)), Arb.From(Gen.Choose(1, 7)), (all, chunk, segment) =>
                Show(ReadAll(Small(), all)) == Show(ReadAll(Small(), all, chunk, segment)));
    }

    [Property]
    public Property No_bytes_make_it_throw_or_keep_more_than_a_line()
    {
        var bytes = Gen.ArrayOf(Gen.OneOf(
            Gen.Choose(0, 255).Select(b => (byte)b), Gen.Elements("@:; =\\\r\na"u8.ToArray())), 400);
        return Prop.ForAll(Arb.From(bytes), Arb.From(Gen.Choose(1, 70)), (all, chunk) =>
                ReadAll(Small(), all, chunk).TrueForAll(r => r.Line is null != r.Error is null));
    }

    private static LineReader Small() => new(bodyLimit: 60, tagsLimit: 40);

    /// <summary>Feeds the bytes as a pipe would: what was not taken comes again, with the next chunk behind it.
    /// </summary>
    private static List<LineRead> ReadAll(LineReader reader, byte[] bytes, int chunk = 100_000, int segment = 100_000)
    {
        List<LineRead> reads = [];
        byte[] kept = [];
        foreach (byte[] part in bytes.Chunk(chunk))
        {
            var buffer = Segments([.. kept, .. part], segment);
            while (reader.TryRead(ref buffer, out var read)) reads.Add(read);
            kept = buffer.ToArray();
            if (!reader.IsBroken) Assert.InRange(kept.Length, 0, reader.MostBytes);
        }

        return reads;
    }

    private static ReadOnlySequence<byte> Segments(byte[] bytes, int size)
    {
        Segment? first = null, last = null;
        foreach (byte[] part in bytes.Chunk(size))
        {
            last = new Segment(part, last);
            first ??= last;
        }

        return first is null ? ReadOnlySequence<byte>.Empty : new(first, 0, last!, last!.Memory.Length);
    }

    private static string Show(IEnumerable<LineRead> reads) => string.Join('|', reads.Select(r =>
        r.Error is null ? r.Line!.ToString() : r.Label is null ? $"{r.Error}" : $"{r.Error}({r.Label})"));

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(byte[] bytes, Segment? after)
        {
            Memory = bytes;
            if (after is null) return;
            RunningIndex = after.RunningIndex + after.Memory.Length;
            after.Next = this;
        }
    }
}
