using System.Buffers;
using MessagePack;
using static IrcNats.Bundled.Tests.MessagePackContract.Golden;

namespace IrcNats.Bundled.Tests.MessagePackContract;

public sealed class ReaderAndWriterTests
{
    [Fact]
    public void What_the_writer_wrote_the_reader_reads()
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(output);
        writer.WriteArrayHeader(12);
        writer.Write(true);
        writer.Write(1);
        writer.Write(2UL);
        writer.Write(3.5);
        writer.Write("text");
        writer.Write(new byte[] { 1, 2 });
        writer.WriteNil();
        writer.WriteMapHeader(0);
        writer.WriteString("utf8"u8);
        writer.Write(DateTime.UnixEpoch);
        writer.WriteRaw(Bytes("9101"));
        writer.Write("span".AsSpan());
        writer.Flush();

        var reader = new MessagePackReader(output.WrittenMemory);
        Assert.Equal(12, reader.ReadArrayHeader());
        Assert.True(reader.ReadBoolean());
        Assert.Equal(1, reader.ReadInt32());
        Assert.Equal(2UL, reader.ReadUInt64());
        Assert.Equal(3.5, reader.ReadDouble());
        Assert.Equal("text", reader.ReadString());
        Assert.Equal([1, 2], reader.ReadBytes()!.Value.ToArray());
        Assert.True(reader.TryReadNil());
        Assert.Equal(0, reader.ReadMapHeader());
        Assert.True(reader.TryReadStringSpan(out ReadOnlySpan<byte> utf8));
        Assert.True(utf8.SequenceEqual("utf8"u8));
        Assert.Equal(DateTime.UnixEpoch, reader.ReadDateTime());
        Assert.Equal(Bytes("9101"), reader.ReadRaw().ToArray());
        Assert.False(reader.End);
        Assert.Equal("span", reader.ReadString());
        Assert.True(reader.End);
        Assert.Equal(output.WrittenCount, reader.Consumed);
    }

    [Fact]
    public void Nothing_is_written_before_a_flush()
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(output);
        writer.Write(1);
        Assert.Equal(0, output.WrittenCount);
        writer.Flush();
        Assert.Equal(1, output.WrittenCount);
        writer.Write(2);
        writer.Flush();
        Assert.Equal([1, 2], output.WrittenSpan.ToArray());
    }

    [Fact]
    public void Own_bytes_may_be_put_into_the_span_of_the_writer()
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(output);
        writer.WriteStringHeader(2);
        "hi"u8.CopyTo(writer.GetSpan(2));
        writer.Advance(2);
        writer.WriteBinHeader(1);
        writer.WriteRaw([7]);
        writer.Flush();
        Assert.Equal(Bytes("a26869 c40107"), output.WrittenSpan.ToArray());
    }

    [Theory]
    [InlineData(1, "d405")]
    [InlineData(2, "d505")]
    [InlineData(3, "c70305")]
    [InlineData(4, "d605")]
    [InlineData(8, "d705")]
    [InlineData(16, "d805")]
    [InlineData(17, "c71105")]
    [InlineData(255, "c7ff05")]
    [InlineData(256, "c8010005")]
    [InlineData(65_536, "c90001000005")]
    public void An_extension_takes_the_shortest_header(int length, string hex)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(output);
        writer.WriteExtensionFormatHeader(new ExtensionHeader(5, (uint)length));
        writer.WriteRaw(new byte[length]);
        writer.Flush();
        Assert.Equal(Bytes($"{hex} 00*{length}"), output.WrittenSpan.ToArray());

        var reader = new MessagePackReader(output.WrittenMemory);
        Assert.Equal(MessagePackType.Extension, reader.NextMessagePackType);
        ExtensionHeader header = reader.ReadExtensionFormatHeader();
        Assert.Equal((5, (uint)length), (header.TypeCode, header.Length));
        Assert.Equal(length, reader.ReadRaw(length).Length);
        Assert.True(reader.End);
    }

    [Theory]
    [InlineData("00", MessagePackType.Integer)]
    [InlineData("e0", MessagePackType.Integer)]
    [InlineData("cc00", MessagePackType.Integer)]
    [InlineData("d300", MessagePackType.Integer)]
    [InlineData("c0", MessagePackType.Nil)]
    [InlineData("c1", MessagePackType.Unknown)]
    [InlineData("c2", MessagePackType.Boolean)]
    [InlineData("ca", MessagePackType.Float)]
    [InlineData("cb", MessagePackType.Float)]
    [InlineData("a0", MessagePackType.String)]
    [InlineData("bf", MessagePackType.String)]
    [InlineData("d9", MessagePackType.String)]
    [InlineData("c4", MessagePackType.Binary)]
    [InlineData("90", MessagePackType.Array)]
    [InlineData("dd", MessagePackType.Array)]
    [InlineData("80", MessagePackType.Map)]
    [InlineData("8f", MessagePackType.Map)]
    [InlineData("de", MessagePackType.Map)]
    [InlineData("c7", MessagePackType.Extension)]
    [InlineData("d8", MessagePackType.Extension)]
    public void The_first_byte_tells_the_family(string hex, MessagePackType family)
    {
        var reader = new MessagePackReader(Bytes(hex));
        Assert.Equal(family, reader.NextMessagePackType);
        Assert.Equal(Bytes(hex)[0], reader.NextCode);
        Assert.Equal(0, reader.Consumed);
    }

    [Theory]
    [InlineData("05")]
    [InlineData("ff")]
    [InlineData("cc80")]
    [InlineData("cd8000")]
    [InlineData("ce80000000")]
    [InlineData("cf8000000000000000")]
    [InlineData("d080")]
    [InlineData("d18000")]
    [InlineData("d280000000")]
    [InlineData("d38000000000000000")]
    [InlineData("ca3f800000")]
    [InlineData("cb3ff0000000000000")]
    [InlineData("c0")]
    [InlineData("c3")]
    [InlineData("a3616263")]
    [InlineData("d903616263")]
    [InlineData("da0003616263")]
    [InlineData("db00000003616263")]
    [InlineData("c403010203")]
    [InlineData("c50003010203")]
    [InlineData("c600000003010203")]
    [InlineData("93 01 a161 c0")]
    [InlineData("dc0002 01 9102")]
    [InlineData("dd00000002 01 9102")]
    [InlineData("82 01 a161 c0 8101 05")]
    [InlineData("de0001 01 02")]
    [InlineData("df00000001 01 02")]
    [InlineData("d40100")]
    [InlineData("d801 00*16")]
    [InlineData("c70201 00*2")]
    public void Skipping_goes_past_exactly_one_value(string hex)
    {
        byte[] bytes = Bytes(hex + " 7b");
        var reader = new MessagePackReader(bytes);
        reader.Skip();
        Assert.Equal(bytes.Length - 1, reader.Consumed);
        Assert.Equal(0x7b, reader.ReadInt32());
        Assert.True(reader.End);
    }

    [Fact]
    public void Peeking_moves_nothing()
    {
        var reader = new MessagePackReader(Bytes("92 01 02"));
        MessagePackReader peek = reader.CreatePeekReader();
        Assert.Equal(2, peek.ReadArrayHeader());
        Assert.Equal(1, peek.ReadInt32());
        Assert.Equal(2, peek.Consumed);
        Assert.Equal(0, reader.Consumed);
        Assert.Equal(2, reader.ReadArrayHeader());
    }

    [Fact]
    public void A_sequence_in_pieces_reads_as_one()
    {
        byte[] bytes = MessagePackSerializer.Serialize(Entry.Sample);
        var whole = MessagePackSerializer.Deserialize<Entry>(bytes);
        var pieces = MessagePackSerializer.Deserialize<Entry>(Segments.Of(bytes));
        Assert.Equal(Entry.Sample.Events, pieces.Events);
        Assert.Equal(whole with { Events = pieces.Events }, pieces);

        var reader = new MessagePackReader(Segments.Of(Bytes("92 a3616263 05")));
        Assert.Equal(2, reader.ReadArrayHeader());
        Assert.Equal("abc", reader.ReadString());
        Assert.Equal(Bytes("05"), reader.Sequence.Slice(reader.Position).ToArray());
    }

    [Fact]
    public void Values_that_follow_each_other_are_read_one_by_one()
    {
        ReadOnlyMemory<byte> rest = Bytes("92 a161 01 92 a162 02");
        Assert.Equal(new Pair("a", 1), MessagePackSerializer.Deserialize<Pair>(rest, out int first));
        Assert.Equal(new Pair("b", 2), MessagePackSerializer.Deserialize<Pair>(rest[first..], out int second));
        Assert.Equal(rest.Length, first + second);
    }

    [Fact]
    public void Objects_may_be_written_between_values_of_a_writer()
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(output);
        writer.WriteArrayHeader(2);
        MessagePackSerializer.Serialize(ref writer, new Pair("a", 1));
        MessagePackSerializer.Serialize<Happening>(ref writer, new Joined(1, "#a"));
        writer.Flush();
        Assert.Equal(Bytes("92 92a16101 9200 9201a22361"), output.WrittenSpan.ToArray());

        var reader = new MessagePackReader(output.WrittenMemory);
        reader.ReadArrayHeader();
        Assert.Equal(new Pair("a", 1), MessagePackSerializer.Deserialize<Pair>(ref reader));
        Assert.Equal(new Joined(1, "#a"), MessagePackSerializer.Deserialize<Happening>(ref reader));
    }

    [Fact]
    public void A_value_larger_than_any_buffer_survives()
    {
        string text = new('x', 3_000_000);
        byte[] bytes = MessagePackSerializer.Serialize(new[] { text, text });
        Assert.Equal(1 + (2 * (5 + text.Length)), bytes.Length);
        Assert.Equal([text, text], MessagePackSerializer.Deserialize<string[]>(bytes));
        Assert.Equal(Bytes("05"), MessagePackSerializer.Serialize(5));
    }

    [Fact]
    public void Many_threads_meet_a_type_at_once()
    {
        Parallel.For(0, 64, i =>
        {
            var value = new Boxed<KeyValuePair<int, Boxed<long>>>(new(i, new Boxed<long>(i)));
            byte[] bytes = MessagePackSerializer.Serialize(value);
            Assert.Equal(value, MessagePackSerializer.Deserialize<Boxed<KeyValuePair<int, Boxed<long>>>>(bytes));
        });
    }
}
