using MessagePack;
using static IrcNats.Bundled.Tests.MessagePackContract.Golden;

namespace IrcNats.Bundled.Tests.MessagePackContract;

public sealed class ObjectTests
{
    [Fact]
    public void A_record_is_the_array_of_its_members()
    {
        Same(new Pair("a", 1), "92 a161 01");
        Same(new Pair(null, -1), "92 c0 ff");
        Same<Pair?>(null, "c0");
        Same(new Empty(), "90");
        Same(new Grown("a", 1, new Pair("b", 2)), "93 a161 01 92 a162 02");
    }

    [Fact]
    public void A_key_nobody_has_is_nil_and_whatever_stands_there_is_skipped()
    {
        Same(new WithHoles("a", 1), "94 c0 a161 c0 01");
        Reads("94 9301c20a a161 81a16105 01", new WithHoles("a", 1));
    }

    [Fact]
    public void A_record_struct_is_an_array_too_but_never_nil()
    {
        Same(new Point(1, "a"), "92 01 a161");
        Same(default(Point), "92 00 c0");
        Refuses<Point>("c0");
    }

    [Fact]
    public void An_older_version_reads_a_longer_array_and_skips_the_rest()
    {
        byte[] grown = MessagePackSerializer.Serialize(new Grown("a", 1, new Pair("b", 2)));
        Assert.Equal(new Pair("a", 1), MessagePackSerializer.Deserialize<Pair>(grown, out int read));
        Assert.Equal(grown.Length, read);
        Reads("95 a161 01 9201c0 c403010203 d6ff00000000", new Pair("a", 1));
    }

    [Fact]
    public void A_newer_version_reads_a_shorter_array_and_leaves_the_default()
    {
        Reads("92 a161 01", new Grown("a", 1, null));
        Reads("91 a161", new Pair("a", 0));
        Reads("90", new Pair(null, 0));
        Reads("90", default(Point));
    }

    [Fact]
    public void A_member_the_array_does_not_reach_keeps_its_initial_value()
    {
        Reads("90", new Initialized());
        Reads("91 05", new Initialized { Number = 5 });
        Reads("91 05", new HalfAndHalf(5));
        Reads("92 05 a178", new HalfAndHalf(5) { Text = "x" });
        Assert.Equal(7, MessagePackSerializer.Deserialize<Settable>(Bytes("90")).Number);
        Assert.Equal("unset", MessagePackSerializer.Deserialize<Settable>(Bytes("91 05")).Text);
    }

    [Fact]
    public void Properties_are_set_and_an_ignored_one_is_left_out()
    {
        Writes(new Settable { Number = 5, Text = null }, "92 05 c0");
        var read = MessagePackSerializer.Deserialize<Settable>(Bytes("92 05 a178"));
        Assert.Equal((5, "x", 10), (read.Number, read.Text, read.Twice));
    }

    [Fact]
    public void The_marked_constructor_is_used_and_setters_do_the_rest()
    {
        var read = MessagePackSerializer.Deserialize<TwoConstructors>(Bytes("92 05 a178"));
        Assert.Equal((1005, "x"), (read.Number, read.Text));
    }

    [Fact]
    public void A_generic_record_is_written_as_its_argument_is()
    {
        Same(new Boxed<int>(5), "91 05");
        Same(new Boxed<string?>(null), "91 c0");
        Same(new Boxed<Pair>(new Pair("a", 1)), "91 92 a161 01");
        Same(new Boxed<Colour>(Colour.Green), "91 ccc8");
        Same(new Boxed<DateTime>(DateTime.UnixEpoch), "91 d6ff00000000");
        Same(new Boxed<(int, int?)>((1, null)), "91 92 01 c0");
    }

    [Fact]
    public void A_derived_record_has_the_members_of_its_base()
    {
        Same(new Dog("Rex", 3), "92 a3526578 03");
        Same<Animal>(new Dog("Rex", 3), "92 00 92 a3526578 03");
    }

    [Fact]
    public void A_type_that_refers_to_itself_is_written_as_deep_as_it_is()
    {
        Writes(new Tree(new Tree(null)), "91 91 c0");
        Assert.Null(MessagePackSerializer.Deserialize<Tree>(Bytes("91 91 c0")).Child!.Child);
    }

    [Fact]
    public void An_object_is_never_read_from_another_type()
    {
        Refuses<Pair>("82 00 a161 01 05");
        Refuses<Pair>("a161");
        Refuses<Pair>("92 01 01");
        Refuses<Pair>("92 a161 c0");
    }

    [Fact]
    public void A_type_nobody_described_is_refused() =>
        Assert.Throws<MessagePackSerializationException>(
            () => MessagePackSerializer.Serialize(new System.Text.EncoderReplacementFallback()));
}
