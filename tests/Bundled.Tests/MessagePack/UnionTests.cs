using static IrcNats.Bundled.Tests.MessagePackContract.Golden;

namespace IrcNats.Bundled.Tests.MessagePackContract;

public sealed class UnionTests
{
    [Fact]
    public void A_union_is_the_key_and_the_object()
    {
        Same<Happening>(new Joined(1, "#a"), "92 00 92 01 a22361");
        Same<Happening>(new Kicked(1, 2, null), "92 01 93 01 02 c0");
        Same<Happening>(new Named(new Pair("x", 5)), "92 cd012c 91 92 a178 05");
        Same<Happening?>(null, "c0");
        Same<IShape>(new Square(3), "92 05 91 03");
    }

    [Fact]
    public void A_subtype_named_directly_has_no_key() => Same(new Joined(1, "#a"), "92 01 a22361");

    [Fact]
    public void A_list_of_a_union_holds_different_subtypes() =>
        Same<IReadOnlyList<Happening?>>(
            [new Joined(1, "#a"), null, new Kicked(1, 2, "x")], "93 9200 9201a22361 c0 9201 930102a178");

    [Fact]
    public void A_subtype_of_a_later_version_is_read_as_null()
    {
        Reads<Happening?>("92 63 93 01 02 03", null);
        Reads<IReadOnlyList<Happening?>>("92 9263c0 9200 9201a22361", [null, new Joined(1, "#a")]);
    }

    [Fact]
    public void A_subtype_that_was_not_named_is_written_as_nil() => Writes<Happening>(new NotInTheUnion(1), "c0");

    [Fact]
    public void A_subtype_that_is_nil_is_null() => Reads<Happening?>("92 00 c0", null);

    [Theory]
    [InlineData("90")]
    [InlineData("91 00")]
    [InlineData("93 00 92 01 a22361 00")]
    [InlineData("92 a130 92 01 a22361")]
    [InlineData("92 00 05")]
    [InlineData("81 00 92 01 a22361")]
    [InlineData("05")]
    public void What_is_no_pair_of_key_and_object_is_refused(string hex) => Refuses<Happening>(hex);
}
