using System.Buffers;
using MessagePack;
using static IrcNats.Bundled.Tests.MessagePackContract.Golden;

namespace IrcNats.Bundled.Tests.MessagePackContract;

public sealed class ScalarTests
{
    [Fact]
    public void True_false_and_nil_are_one_byte()
    {
        Same(true, "c3");
        Same(false, "c2");
        Same(Nil.Default, "c0");
        Refuses<bool>("01");
        Refuses<Nil>("00");
    }

    [Fact]
    public void Floats_keep_their_width()
    {
        Same(1.5f, "ca3fc00000");
        Same(0.1, "cb3fb999999999999a");
        Same(3.0, "cb4008000000000000");
        Same(float.NaN, "caffc00000");
        Same(double.NegativeInfinity, "cbfff0000000000000");
    }

    [Fact]
    public void A_float_is_read_from_any_number()
    {
        Reads("ca3fc00000", 1.5);
        Reads("cb3ff8000000000000", 1.5f);
        Reads("05", 5.0);
        Reads("ff", -1f);
        Reads("cf8000000000000000", 9223372036854775808.0);
        Refuses<double>("a131");
        Refuses<float>("c0");
    }

    [Theory]
    [InlineData(0, "a0")]
    [InlineData(1, "a1 78")]
    [InlineData(10, "aa 78*10")]
    [InlineData(11, "ab 78*11")]
    [InlineData(31, "bf 78*31")]
    [InlineData(32, "d920 78*32")]
    [InlineData(255, "d9ff 78*255")]
    [InlineData(256, "da0100 78*256")]
    [InlineData(65_535, "daffff 78*65535")]
    [InlineData(65_536, "db00010000 78*65536")]
    public void Text_takes_the_shortest_header(int length, string hex) => Same(new string('x', length), hex);

    [Fact]
    public void The_header_of_text_counts_bytes_not_characters()
    {
        Same("é", "a2c3a9");
        Same(new string('€', 10), "be e282ac*10");
        Same(new string('€', 11), "d921 e282ac*11");
        Same("😀", "a4f09f9880");
        Same(new string('€', 85), "d9ff e282ac*85");
        Same(new string('€', 86), "da0102 e282ac*86");
    }

    [Fact]
    public void Text_that_is_not_Unicode_gets_replacement_characters()
    {
        Writes("\ud800", "a3efbfbd");
        Reads("a2 c328", "�(");
    }

    [Fact]
    public void Null_text_is_nil_and_other_types_are_no_text()
    {
        Same<string?>(null, "c0");
        Refuses<string>("c40161");
        Refuses<string>("05");
        Refuses<string>("9161");
    }

    [Theory]
    [InlineData(0, "c400")]
    [InlineData(255, "c4ff 05*255")]
    [InlineData(256, "c50100 05*256")]
    [InlineData(65_535, "c5ffff 05*65535")]
    [InlineData(65_536, "c600010000 05*65536")]
    public void Bytes_take_the_shortest_header(int length, string hex) =>
        Same(Enumerable.Repeat((byte)5, length).ToArray(), hex);

    [Fact]
    public void Bytes_are_the_same_from_every_type_that_holds_them()
    {
        byte[] bytes = [1, 2, 3];
        Writes((ReadOnlyMemory<byte>)bytes, "c403010203");
        Writes((Memory<byte>)bytes, "c403010203");
        Writes(new ReadOnlySequence<byte>(bytes), "c403010203");
        Writes(Segments.Of(bytes), "c403010203");
        Assert.Equal(bytes, MessagePackSerializer.Deserialize<ReadOnlyMemory<byte>>(Bytes("c403010203")).ToArray());
        Assert.Equal(bytes, MessagePackSerializer.Deserialize<Memory<byte>>(Bytes("c403010203")).ToArray());
        Assert.Equal(bytes, MessagePackSerializer.Deserialize<ReadOnlySequence<byte>>(Bytes("c403010203")).ToArray());
    }

    [Fact]
    public void Bytes_read_are_a_copy_because_the_input_may_be_reused()
    {
        byte[] input = Bytes("c403010203");
        var read = MessagePackSerializer.Deserialize<ReadOnlyMemory<byte>>(input);
        input.AsSpan().Clear();
        Assert.Equal([1, 2, 3], read.ToArray());
    }

    [Fact]
    public void No_bytes_are_nil_and_old_text_may_stand_for_bytes()
    {
        Same<byte[]?>(null, "c0");
        Assert.True(MessagePackSerializer.Deserialize<ReadOnlyMemory<byte>>(Bytes("c0")).IsEmpty);
        Reads("a26162", new byte[] { 0x61, 0x62 });
        Refuses<byte[]>("05");
    }

    [Fact]
    public void A_guid_is_36_characters()
    {
        var id = Guid.Parse("00112233-4455-6677-8899-aabbccddeeff");
        string text = Convert.ToHexString("00112233-4455-6677-8899-aabbccddeeff"u8);
        Same(id, "d924" + text);
        Reads("d924" + Convert.ToHexString("00112233-4455-6677-8899-AABBCCDDEEFF"u8), id);
        Refuses<Guid>("d920" + Convert.ToHexString("00112233445566778899aabbccddeeff"u8));
        Refuses<Guid>("a161");
    }
}
