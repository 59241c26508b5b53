using FsCheck;
using FsCheck.Fluent;
using IrcNats.Wire;

namespace IrcNats.Tests.Wire;

/// <summary>What does not belong on the wire is refused with its reason and never throws.</summary>
public class CodecTests
{
    [Fact]
    public void A_payload_of_another_kind_is_refused_by_name()
    {
        Assert.False(Codec.TryDecode(Codec.Encode(Samples.Payloads[0]), out Reply? _, out string? error));
        Assert.Equal("a Request where a Reply belongs", error);
    }

    [Fact]
    public void Any_bytes_are_a_payload_or_refused_with_a_reason() => Prop.ForAll(
        ArbMap.Default.ArbFor<byte[]>(),
        bytes => Codec.TryDecode(bytes, out Payload? payload, out string? error)
            ? payload is not null
            : error is not null)
        .QuickCheckThrowOnFailure();

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
