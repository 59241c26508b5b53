using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using IrcNats.Protocol;

namespace IrcNats.Tests.Protocol;

/// <summary>Covers the kinds of cases of https://github.com/ircdocs/parser-tests (mask-match) and our own.</summary>
public sealed class MaskTests
{
    [Theory]
    [InlineData("*@192.0.2.1", "ann!a@192.0.2.1", true)]
    [InlineData("*@192.0.2.1", "ann!a@192.0.2.12", false)]
    [InlineData("te*@*", "tea!x@example.org", true)]
    [InlineData("te*@*", "coffee!x@example.org", false)]
    [InlineData("tea!*@*", "tea!x@h", true)]
    [InlineData("tea!*@*", "teapot!x@h", false)]
    [InlineData("tea!?pot@*", "tea!~pot@h", true)]
    [InlineData("tea!?pot@*", "tea!pot@h", false)]
    [InlineData("tea!a?*@*", "tea!ab@h", true)]
    [InlineData("tea!a?*@*", "tea!abc@h", true)]
    [InlineData("tea!a?*@*", "tea!a@h", false)]
    [InlineData("tea[pot]!*@*", "tea[pot]!x@h", true)]
    [InlineData("tea[pot]!*@*", "teap!x@h", false)]
    [InlineData("tea.pot", "teaxpot", false)]
    [InlineData("TEA!*@*", "tea!X@h", true)]
    [InlineData("", "", true)]
    [InlineData("", "a", false)]
    [InlineData("*", "", true)]
    [InlineData("?", "", false)]
    [InlineData("***", "anything", true)]
    [InlineData("*a*b", "xaxbxb", true)]
    [InlineData("*a*b", "xaxbx", false)]
    [InlineData(@"a\*b", "a*b", true)]
    [InlineData(@"a\*b", "axb", false)]
    [InlineData(@"a\?b", "a?b", true)]
    [InlineData(@"a\?b", "axb", false)]
    [InlineData(@"*\*", "tea*", true)]
    [InlineData(@"*\*", "tea", false)]
    [InlineData(@"a\b", @"a\b", true)]
    [InlineData(@"a\", @"a\", true)]
    public void A_mask_fits_the_whole_text(string mask, string text, bool fits) =>
        Assert.Equal(fits, Mask.Matches(mask, text));

    [Fact]
    public void Letters_are_compared_under_the_casemapping()
    {
        Assert.True(Mask.Matches("bob[*", "BOB{x", Casemapping.Rfc1459));
        Assert.False(Mask.Matches("bob[*", "BOB{x", Casemapping.Ascii));
    }

    [Fact]
    public void Many_stars_end_soon() =>
        Assert.False(Mask.Matches(string.Concat(Enumerable.Repeat("*a", 100)) + "b", new string('a', 400)));

    [Theory]
    [InlineData("bob", "bob!*@*")]
    [InlineData("b*b", "b*b!*@*")]
    [InlineData("", "*!*@*")]
    [InlineData("*", "*!*@*")]
    [InlineData("u@h", "*!u@h")]
    [InlineData("@h", "*!*@h")]
    [InlineData("u@", "*!u@*")]
    [InlineData("n!u", "n!u@*")]
    [InlineData("n!", "n!*@*")]
    [InlineData("!u", "*!u@*")]
    [InlineData("n!u@h", "n!u@h")]
    [InlineData("n!@", "n!*@*")]
    [InlineData("192.0.2.*", "*!*@192.0.2.*")]
    [InlineData("2001:db8::*", "*!*@2001:db8::*")]
    [InlineData("***!**@***h**", "*!*@*h*")]
    [InlineData(@"a\**!*@*", @"a\**!*@*")]
    [InlineData(@"a\***!*@*", @"a\**!*@*")]
    public void A_mask_is_filled_up_to_a_hostmask(string mask, string normal)
    {
        Assert.Equal(normal, Mask.Normalize(mask));
        Assert.Equal(normal, Mask.Normalize(normal));
    }

    [Property]
    public Property Any_mask_at_all_can_be_filled_up() =>
        Prop.ForAll(Arb.From(Arbitrary.Text(@"ab!@*?\.:", 10)), mask =>
                Mask.Normalize(mask) is var normal && normal.Contains('!') && normal.Contains('@')
                && Mask.Normalize(normal) == normal);

    [Fact]
    public void Matching_agrees_with_a_regular_expression() =>
        Prop.ForAll(
                Arb.From(Arbitrary.Text(@"aB.[\*?*?", 8)),
                Arb.From(Arbitrary.Text(@"abB.[\*?", 8)),
                (mask, text) => Mask.Matches(mask, text) == Naive(mask).IsMatch(text))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(3000));

    [Property]
    public Property Collapsing_changes_no_match() =>
        Prop.ForAll(
                Arb.From(Arbitrary.Text(@"aB\***?", 8)),
                Arb.From(Arbitrary.Text(@"ab\*", 8)),
                (mask, text) => Mask.Matches($"x{mask}!*@*", $"x{text}!u@h")
                    == Mask.Matches(Mask.Normalize($"x{mask}!*@*"), $"x{text}!u@h"));

    private static Regex Naive(string mask) => new(
        "^(?:" + Regex.Replace(mask, @"\\[*?]|[\s\S]", m => m.Value switch
        {
            "*" => ".*",
            "?" => ".",
            ['\\', var escaped] => Regex.Escape(escaped.ToString()),
            var letter => Regex.Escape(letter),
        }) + ")\\z",
        RegexOptions.Singleline | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
}
