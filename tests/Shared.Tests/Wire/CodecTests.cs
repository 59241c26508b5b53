using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using IrcNats.Wire;

namespace IrcNats.Tests.Wire;

/// <summary>Bytes that do not belong on the wire are refused with the reason, and never throw.</summary>
public class CodecTests
{
    [Fact]
    public void A_payload_of_another_kind_is_refused_by_name()
    {
        Assert.False(Codec.TryDecode(Codec.Encode(Samples.Payloads[0]), out Reply? _, out string? error));
        Assert.Equal("a Request where a Reply belongs", error);
    }

    [Property]
    public Property Any_bytes_are_a_payload_or_refused_with_a_reason() => Prop.ForAll(
        ArbMap.Default.ArbFor<byte[]>(),
        bytes => Codec.TryDecode(bytes, out Payload? payload, out string? error)
            ? payload is not null
            : error is not null);

    [Theory]
    [InlineData("92 01 96 01 A6 6C6561662D31 01 01 01 C0", "a Request without what is asked")]
    [InlineData("92 01 96 01 C0 01 01 01 92 05 90", "a Request without its leaf")]
    [InlineData("92 01 96 01 A6 6C6561662D31 01 01 01 92 01 92 05 C0", "a Request without a line")]
    public void What_a_request_cannot_do_without_is_named(string hex, string error) => Refuses<Request>(hex, error);

    [Theory]
    [InlineData("92 03 92 01 01", "a Entry without outcomes")]
    [InlineData("92 03 93 01 01 91 C0", "a Entry without outcomes")]
    [InlineData("92 03 93 01 01 91 92 01 C0", "a Entry without events")]
    [InlineData("92 03 93 01 01 91 94 01 C0 91 C0 90", "a Entry without events")]
    [InlineData("92 03 93 01 01 90 00", "not a payload of ours: 1 bytes too many")]
    public void What_an_entry_cannot_do_without_is_named(string hex, string error) => Refuses<Entry>(hex, error);

    private static void Refuses<T>(string hex, string error)
        where T : Payload
    {
        byte[] bytes = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
        Assert.False(Codec.TryDecode(bytes, out T? _, out string? why));
        Assert.Equal(error, why);
    }

    [Fact]
    public void Any_payload_with_one_byte_changed_or_cut_off_is_read_or_refused_with_a_reason()
    {
        foreach (byte[] good in Samples.Payloads.Select(Codec.Encode))
            for (int at = 0; at < good.Length; at++)
            {
                byte[] changed = [.. good];
                for (int value = 0; value < 256; value += 3)
                {
                    changed[at] = (byte)value;
                    Assert.True(Codec.TryDecode(changed, out Payload? _, out string? error) || error.Length > 0);
                }

                Assert.False(Codec.TryDecode(good.AsMemory(0, at), out Payload? _, out _));
            }
    }
}
