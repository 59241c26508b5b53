using System.Buffers;
using MessagePack;
using static IrcNats.Bundled.Tests.MessagePackContract.Golden;

namespace IrcNats.Bundled.Tests.MessagePackContract;

public sealed class MalformedInputTests
{
    private static readonly MessagePackSerializerOptions Untrusted =
        MessagePackSerializerOptions.Standard.WithSecurity(MessagePackSecurity.UntrustedData);

    private static readonly byte[] Valid = MessagePackSerializer.Serialize(Entry.Sample);

    [Fact]
    public void Every_prefix_of_a_value_is_refused()
    {
        for (int length = 0; length < Valid.Length; length++)
        {
            Refuses<Entry>(Convert.ToHexString(Valid.AsSpan(0, length)));
            Assert.Throws<MessagePackSerializationException>(
                () => MessagePackSerializer.Deserialize<Entry>(Segments.Of(Valid[..length])));
        }
    }

    [Fact]
    public void Any_byte_changed_to_any_other_gives_a_value_or_is_refused()
    {
        byte[] changed = [.. Valid];
        int refused = 0;
        for (int at = 0; at < changed.Length; at++)
        {
            for (int other = 0; other <= byte.MaxValue; other++)
            {
                changed[at] = (byte)other;
                refused += IsRefused<Entry>(changed) ? 1 : 0;
            }

            changed[at] = Valid[at];
        }

        Assert.InRange(refused, 1, 256 * Valid.Length);
        Assert.False(IsRefused<Entry>(changed));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Random_bytes_give_a_value_or_are_refused(int seed)
    {
        var random = new Random(seed);
        for (int i = 0; i < 2000; i++)
        {
            var noise = new byte[random.Next(64)];
            random.NextBytes(noise);
            IsRefused<Entry>(noise);
            IsRefused<List<Happening>>([0x9f, .. noise]);
            IsRefused<Dictionary<string, DateTimeOffset>>([0x8f, .. noise]);
            IsRefused<(Guid, byte[], Colour?)>([0x93, .. noise]);
            IsRefused<Dictionary<Point, HashSet<double>[]>>([0x81, .. noise]);
            Json(noise);
        }
    }

    [Theory]
    [InlineData("dd7fffffff")]
    [InlineData("ddffffffff")]
    [InlineData("dd7fffffff 01*64")]
    [InlineData("dcffff 01*64")]
    [InlineData("df7fffffff 01*64")]
    [InlineData("dfffffffff")]
    [InlineData("db7fffffff 61")]
    [InlineData("dbffffffff 61")]
    [InlineData("c67fffffff 61")]
    [InlineData("c6ffffffff 61")]
    [InlineData("c97fffffff ff 61")]
    [InlineData("c9ffffffff ff 61")]
    public void A_length_longer_than_the_input_is_refused_before_memory_is_taken(string hex)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        foreach (string outer in (string[])["", "91", "9201"])
        {
            Refuses<int[]>(outer + hex);
            Refuses<List<Pair>>(outer + hex);
            Refuses<HashSet<long>>(outer + hex);
            Refuses<Dictionary<int, int>>(outer + hex);
            Refuses<Boxed<string>>(outer + hex);
            Refuses<Boxed<byte[]>>(outer + hex);
            Refuses<Boxed<DateTime>>(outer + hex);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4_000_000);
    }

    [Theory]
    [InlineData("91")]
    [InlineData("8101")]
    public void A_value_nested_too_deep_is_refused(string level)
    {
        byte[] deep = Bytes($"{level}*100000 c0");
        Assert.True(IsRefused<Tree>(deep));
        Assert.True(Json(deep));
    }

    [Fact]
    public void The_depth_allowed_is_reached_but_not_passed()
    {
        MessagePackSerializerOptions three = MessagePackSerializerOptions.Standard.WithSecurity(
            MessagePackSecurity.UntrustedData.WithMaximumObjectGraphDepth(3));
        Assert.NotNull(MessagePackSerializer.Deserialize<Tree>(Bytes("91*3 c0"), three));
        Assert.Throws<MessagePackSerializationException>(
            () => MessagePackSerializer.Deserialize<Tree>(Bytes("91*4 c0"), three));
        Assert.Equal(3, MessagePackSerializer.Deserialize<int[][]>(Bytes("93 9101 9102 9103"), three).Length);
    }

    [Fact]
    public void The_unused_code_is_refused_everywhere()
    {
        Refuses<Pair>("c1");
        Refuses<Pair>("92 a161 c1");
        Refuses<Pair>("93 a161 01 c1");
        Assert.Throws<MessagePackSerializationException>(() => MessagePackSerializer.ConvertToJson(Bytes("91c1")));
    }

    [Fact]
    public void Nothing_is_no_value()
    {
        Refuses<Pair>("");
        Refuses<int?>("");
        Refuses<Happening>("");
    }

    private static bool IsRefused<T>(byte[] bytes)
    {
        try
        {
            MessagePackSerializer.Deserialize<T>(bytes, Untrusted);
            return false;
        }
        catch (MessagePackSerializationException)
        {
            return true;
        }
    }

    private static bool Json(byte[] bytes)
    {
        try
        {
            MessagePackSerializer.ConvertToJson(bytes, Untrusted);
            return false;
        }
        catch (MessagePackSerializationException)
        {
            return true;
        }
    }
}
