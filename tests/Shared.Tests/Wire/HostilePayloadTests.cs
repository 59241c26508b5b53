using IrcNats.Wire;
using MessagePack;

namespace IrcNats.Tests.Wire;

/// <summary>Bytes made to hurt whoever reads them: refused with a reason, soon, and in little memory.</summary>
public class HostilePayloadTests
{
    private const byte ArrayOf1 = 0x91, MapOf1 = 0x81, Nil = 0xC0, Union = 0x92;

    // The largest payload that NATS carries.
    private const int MostBytes = 1 << 20;

    // [entry, [1, 1, outcomes, time, …, and one field more. [entry, [1, 1, [outcome [1, [event 127 …
    private static readonly byte[] s_newerEntry = [Union, 3, 0x9F, 1, 1, 0x90, Nil, Nil, Nil, Nil, Nil],
        s_newerEvent = [Union, 3, 0x93, 1, 1, 0x91, 0x92, 1, 0x91, 0x92, 0x7F];

    // A theory has their names only: xunit writes a theory's data down, which takes it seconds for a megabyte.
    private static readonly Dictionary<string, Func<byte[]>> s_deep = new()
    {
        ["arrays"] = () => Nested([], ArrayOf1),
        ["maps"] = () => Nested([], MapOf1, 0x01),
        // An entry whose fields after the known ones are skipped, as a newer build's are.
        ["arrays in a field that this build does not know"] = () => Nested(s_newerEntry, ArrayOf1),
        ["maps in such a field"] = () => Nested(s_newerEntry, MapOf1, 0x01),
        ["arrays in an event that this build does not know"] = () => Nested(s_newerEvent, ArrayOf1),
        ["arrays where a string belongs"] = () => Nested([Union, 1, 0x96, 1], ArrayOf1),
    };

    public static TheoryData<string> Deep => [.. s_deep.Keys];

    [Theory]
    [MemberData(nameof(Deep))]
    public void Deep_nesting_is_refused_and_ends_no_process(string which)
    {
        byte[] payload = s_deep[which]();
        Assert.False(Codec.TryDecode(payload, out Payload? _, out string? error));
        Assert.NotEmpty(error);
        Assert.ThrowsAny<MessagePackSerializationException>(() => Codec.DecodeSnapshot(payload));
    }

    [Theory]
    [InlineData("92 03 93 01 01 DD7FFFFFFF")]
    [InlineData("92 03 93 01 01 DDFFFFFFFF")]
    [InlineData("92 03 DD7FFFFFFF 01 01")]
    [InlineData("92 01 96 01 DB7FFFFFFF 6162")]
    [InlineData("92 01 96 01 DBFFFFFFFF 6162")]
    [InlineData("92 01 C67FFFFFFF")]
    [InlineData("DF7FFFFFFF 0101")]
    [InlineData("92 CF FFFFFFFFFFFFFFFF 90")]
    [InlineData("92 D3 8000000000000000 90")]
    [InlineData("92 03 93 01 CF FFFFFFFFFFFFFFFF 90")]
    [InlineData("92 01 96 01 C7 FFFF00")]
    [InlineData("C1")]
    public void A_length_that_is_not_there_takes_no_memory(string hex)
    {
        byte[] payload = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
        Codec.TryDecode(payload, out Payload? _, out string? _);
        long before = GC.GetAllocatedBytesForCurrentThread();

        bool isRead = Codec.TryDecode(payload, out Payload? _, out string? error);

        Assert.True(isRead || error!.Length > 0);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    // Thrown, but for MessagePack's own exception, it would end a subscription, or the process.
    [Fact]
    public void Random_and_mutated_bytes_throw_nothing()
    {
        byte[][] good = [.. Samples.Payloads.Select(Codec.Encode)];
        Random dice = new(20261129);
        byte[] spice = [.. "\u0090\u0091\u0092\u0093\u009f\u00c0\u00c1\u00c4\u00c6\u00c7\u00ca\u00cb\u00cf\u00d3"
            .Select(c => (byte)c), 0xD4, 0xD9, 0xDB, 0xDC, 0xDD, 0xDE, 0xDF, 0xFF, 0x7F, 0x80, 0xA0, 0xBF];
        for (int i = 0; i < 300_000; i++)
        {
            byte[] bytes = i % 4 == 0 ? Random(dice, spice) : Mutated(good[dice.Next(good.Length)], dice, spice);
            Assert.True(Codec.TryDecode(bytes, out Payload? _, out string? error) || error.Length > 0);
        }
    }

    [Fact]
    public void A_mutated_snapshot_is_read_or_refused_by_MessagePack()
    {
        byte[] good = Convert.FromBase64String(
            File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "State", "snapshot-of-0.1.0.txt")));
        Random dice = new(20261129);
        for (int i = 0; i < 3_000; i++)
        {
            byte[] bytes = Mutated(good, dice, [0x90, 0x91, 0xC0, 0xCF, 0xD9, 0xDD, 0xFF]);
            try
            {
                Codec.DecodeSnapshot(bytes);
            }
            catch (MessagePackSerializationException)
            {
                // As SnapshotStore expects.
            }
        }
    }

    private static byte[] Nested(byte[] head, params byte[] level)
    {
        byte[] bytes = new byte[MostBytes];
        head.CopyTo(bytes, 0);
        for (int at = head.Length; at < bytes.Length; at++) bytes[at] = level[(at - head.Length) % level.Length];
        bytes[^1] = Nil;
        return bytes;
    }

    private static byte[] Random(Random dice, byte[] spice)
    {
        byte[] bytes = new byte[dice.Next(60)];
        dice.NextBytes(bytes);
        Spice(bytes, dice, spice);
        if (bytes.Length > 1 && dice.Next(2) == 0) (bytes[0], bytes[1]) = (Union, (byte)dice.Next(12));
        return bytes;
    }

    private static byte[] Mutated(byte[] good, Random dice, byte[] spice)
    {
        byte[] bytes = [.. good];
        Spice(bytes, dice, spice);
        return dice.Next(4) == 0 ? bytes[..dice.Next(bytes.Length)] : bytes;
    }

    private static void Spice(byte[] bytes, Random dice, byte[] spice)
    {
        for (int n = dice.Next(1, 5); n > 0 && bytes.Length > 0; n--)
            bytes[dice.Next(bytes.Length)] = dice.Next(2) == 0 ? spice[dice.Next(spice.Length)] : (byte)dice.Next(256);
    }
}
