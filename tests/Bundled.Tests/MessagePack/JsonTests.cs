using MessagePack;
using static IrcNats.Bundled.Tests.MessagePackContract.Golden;

namespace IrcNats.Bundled.Tests.MessagePackContract;

public sealed class JsonTests
{
    [Theory]
    [InlineData("c0", "null")]
    [InlineData("c3", "true")]
    [InlineData("c2", "false")]
    [InlineData("05", "5")]
    [InlineData("d3fffffffffffffffe", "-2")]
    [InlineData("cfffffffffffffffff", "18446744073709551615")]
    [InlineData("cb3fb999999999999a", "0.1")]
    [InlineData("ca3dcccccd", "0.1")]
    [InlineData("cb4008000000000000", "3")]
    [InlineData("a161", "\"a\"")]
    [InlineData("a3e282ac", "\"€\"")]
    [InlineData("a7 225c 0a0d09 080c", """
        "\"\\\n\r\t\b\f"
        """)]
    [InlineData("90", "[]")]
    [InlineData("93 01 c0 91a161", "[1,null,[\"a\"]]")]
    [InlineData("80", "{}")]
    [InlineData("82 a161 01 05 c3", "{\"a\":1,\"5\":true}")]
    [InlineData("c403010203", "\"AQID\"")]
    [InlineData("d40105", "[1,\"BQ==\"]")]
    [InlineData("d6ff00000001", "\"1970-01-01T00:00:01.0000000Z\"")]
    public void A_value_is_shown_as_JSON(string hex, string json) =>
        Assert.Equal(json, MessagePackSerializer.ConvertToJson(Bytes(hex)));

    [Fact]
    public void A_record_is_shown_as_the_array_it_is_written_as() => Assert.Equal(
        """["alice","#dotnet",123456789012,"1970-01-01T00:28:20.0000001Z",["x",-5],"""
        + """[[0,[1,"#a"]],[1,[2,18446744073709551615,"bye"]],null,[300,[[null,70000]]]]]""",
        MessagePackSerializer.ConvertToJson(MessagePackSerializer.Serialize(Entry.Sample)));

    [Fact]
    public void Only_the_first_value_is_shown_and_nothing_is_nothing()
    {
        Assert.Equal("5", MessagePackSerializer.ConvertToJson(Bytes("05 06")));
        Assert.Equal("", MessagePackSerializer.ConvertToJson(ReadOnlyMemory<byte>.Empty));
    }

    [Fact]
    public void A_sequence_in_pieces_is_shown_alike() =>
        Assert.Equal("[\"abc\",1000]", MessagePackSerializer.ConvertToJson(Segments.Of(Bytes("92 a3616263 cd03e8"))));
}
