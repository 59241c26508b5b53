using MessagePack;
using static IrcNats.Bundled.Tests.MessagePackContract.Golden;

namespace IrcNats.Bundled.Tests.MessagePackContract;

public sealed class IntegerTests
{
    [Theory]
    [InlineData(0, "00")]
    [InlineData(127, "7f")]
    [InlineData(128, "cc80")]
    [InlineData(255, "ccff")]
    [InlineData(256, "cd0100")]
    [InlineData(65_535, "cdffff")]
    [InlineData(65_536, "ce00010000")]
    [InlineData(4_294_967_295, "ceffffffff")]
    [InlineData(4_294_967_296, "cf0000000100000000")]
    [InlineData(long.MaxValue, "cf7fffffffffffffff")]
    [InlineData(-1, "ff")]
    [InlineData(-32, "e0")]
    [InlineData(-33, "d0df")]
    [InlineData(-128, "d080")]
    [InlineData(-129, "d1ff7f")]
    [InlineData(-32_768, "d18000")]
    [InlineData(-32_769, "d2ffff7fff")]
    [InlineData(int.MinValue, "d280000000")]
    [InlineData(int.MinValue - 1L, "d3ffffffff7fffffff")]
    [InlineData(long.MinValue, "d38000000000000000")]
    public void A_number_takes_its_shortest_form(long value, string hex) => Same(value, hex);

    [Fact]
    public void Every_type_takes_the_same_form_for_the_same_number()
    {
        Same((sbyte)100, "64");
        Same((byte)100, "64");
        Same((short)100, "64");
        Same((ushort)100, "64");
        Same(100, "64");
        Same(100u, "64");
        Same(100UL, "64");
        Same('d', "64");
    }

    [Fact]
    public void The_limits_of_every_type_survive()
    {
        Same(sbyte.MinValue, "d080");
        Same(byte.MaxValue, "ccff");
        Same(short.MinValue, "d18000");
        Same(short.MaxValue, "cd7fff");
        Same(ushort.MaxValue, "cdffff");
        Same(int.MaxValue, "ce7fffffff");
        Same(uint.MaxValue, "ceffffffff");
        Same(ulong.MaxValue, "cfffffffffffffffff");
        Same(char.MaxValue, "cdffff");
    }

    [Theory]
    [InlineData("05")]
    [InlineData("cc05")]
    [InlineData("cd0005")]
    [InlineData("ce00000005")]
    [InlineData("cf0000000000000005")]
    [InlineData("d005")]
    [InlineData("d10005")]
    [InlineData("d200000005")]
    [InlineData("d30000000000000005")]
    public void Any_form_is_read_as_any_type(string hex)
    {
        Reads<sbyte>(hex, 5);
        Reads<byte>(hex, 5);
        Reads<short>(hex, 5);
        Reads<ushort>(hex, 5);
        Reads(hex, 5);
        Reads(hex, 5u);
        Reads(hex, 5L);
        Reads(hex, 5UL);
    }

    [Fact]
    public void A_number_that_does_not_fit_is_refused()
    {
        Refuses<sbyte>("cc80");
        Refuses<byte>("cd0100");
        Refuses<byte>("ff");
        Refuses<short>("cd8000");
        Refuses<ushort>("ff");
        Refuses<ushort>("ce00010000");
        Refuses<int>("ce80000000");
        Refuses<uint>("cf0000000100000000");
        Refuses<uint>("d0ff");
        Refuses<long>("cf8000000000000000");
        Refuses<ulong>("ff");
        Refuses<ulong>("d38000000000000000");
    }

    [Theory]
    [InlineData("c0")]
    [InlineData("c1")]
    [InlineData("c3")]
    [InlineData("ca3f800000")]
    [InlineData("a135")]
    [InlineData("90")]
    public void What_is_no_integer_is_refused(string hex)
    {
        Refuses<int>(hex);
        Refuses<ulong>(hex);
    }

    [Fact]
    public void An_enum_is_its_number()
    {
        Same(Colour.Red, "00");
        Same(Colour.Green, "ccc8");
        Same(Distance.Far, "d3fffffffed5fa0e00");
        Reads("07", (Colour)7);
        Refuses<Colour>("cd0100");
        Same<Colour?>(Colour.Green, "ccc8");
        Same<Colour?>(null, "c0");
    }

    [Fact]
    public void A_nullable_is_its_value_or_nil()
    {
        Same<int?>(5, "05");
        Same<int?>(null, "c0");
        Same<bool?>(false, "c2");
        Same<DateTime?>(null, "c0");
        Same<Point?>(new Point(1, "a"), "92 01 a161");
        Same<Point?>(null, "c0");
    }

    [Fact]
    public void The_writer_keeps_a_size_it_is_told_to_use()
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(output);
        writer.WriteUInt8(1);
        writer.WriteUInt16(1);
        writer.WriteUInt32(1);
        writer.WriteUInt64(1);
        writer.WriteInt8(1);
        writer.WriteInt16(1);
        writer.WriteInt32(1);
        writer.WriteInt64(1);
        writer.Flush();
        Assert.Equal(
            Bytes("cc01 cd0001 ce00000001 cf0000000000000001 d001 d10001 d200000001 d30000000000000001"),
            output.WrittenSpan.ToArray());
    }
}
