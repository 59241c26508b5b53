using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using IrcNats.Protocol;

namespace IrcNats.Tests.Protocol;

public sealed class FoldedTests
{
    [Theory]
    [InlineData(Casemapping.Ascii, "BoB", "bob")]
    [InlineData(Casemapping.Ascii, "A[]\\~Z", "a[]\\~z")]
    [InlineData(Casemapping.Ascii, "ÉÄ", "ÉÄ")]
    [InlineData(Casemapping.Ascii, "@AZ[`az{", "@az[`az{")]
    [InlineData(Casemapping.Rfc1459, "A[]\\~Z", "a{}|^z")]
    [InlineData(Casemapping.Rfc1459, "a[", "a{")]
    [InlineData(Casemapping.Rfc1459, "a]", "a}")]
    [InlineData(Casemapping.Rfc1459, "a\\", "a|")]
    [InlineData(Casemapping.Rfc1459, "a~", "a^")]
    [InlineData(Casemapping.Rfc1459, "{}|^_-`", "{}|^_-`")]
    [InlineData(Casemapping.Rfc1459, "#TEA", "#tea")]
    public void Names_fold_as_the_casemapping_says(Casemapping map, string name, string folded)
    {
        Assert.Equal(folded, Folded.Of(name, map).ToString());
        Assert.Equal(Folded.Of(folded, map), Folded.Of(name, map));
    }

    [Fact]
    public void Brackets_are_letters_only_under_rfc1459()
    {
        Assert.NotEqual(Folded.Of("bob[", Casemapping.Ascii), Folded.Of("bob{", Casemapping.Ascii));
        Assert.Equal(Folded.Of("bob[", Casemapping.Rfc1459), Folded.Of("bob{", Casemapping.Rfc1459));
    }

    [Fact]
    public void A_folded_name_is_not_copied()
    {
        string name = new('a', 9);
        Assert.Same(name, Folded.Of(name).ToString());
    }

    [Property]
    public Property Folding_twice_is_folding_once() =>
        Prop.ForAll(
                Arb.From(Arbitrary.Text("aAzZ[]\\~{}|^é🍵", 12)),
                Arb.From(Gen.Elements(Casemapping.Ascii, Casemapping.Rfc1459)),
                (name, map) => Folded.Of(Folded.Of(name, map).ToString(), map) == Folded.Of(name, map));
}
