using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using IrcNats.Protocol;

namespace IrcNats.Tests.Protocol;

public sealed class Utf8TextTests
{
    [Theory]
    [InlineData("plain", 5, "plain")]
    [InlineData("plain", 4, "plai")]
    [InlineData("é", 1, "")]
    [InlineData("aé", 2, "a")]
    [InlineData("aé", 3, "aé")]
    [InlineData("🍵x", 3, "")]
    [InlineData("🍵x", 4, "🍵")]
    [InlineData("x", 0, "")]
    public void A_text_is_cut_between_characters(string text, int bytes, string expected) =>
        Assert.Equal(expected, Utf8Text.Truncate(text, bytes));

    [Property]
    public Property What_is_cut_is_the_longest_beginning_that_fits() =>
        Prop.ForAll(
            (from text in Arbitrary.Text("ab é🍵", 20)
             from most in Gen.Choose(0, 60)
             select (text, most)).ToArbitrary(),
            given =>
            {
                string cut = Utf8Text.Truncate(given.text, given.most);
                string next = string.Concat(given.text.EnumerateRunes().Take(cut.EnumerateRunes().Count() + 1));
                return given.text.StartsWith(cut, StringComparison.Ordinal)
                    && Encoding.UTF8.GetByteCount(cut) <= given.most
                    && (next == cut || Encoding.UTF8.GetByteCount(next) > given.most);
            });

    [Property]
    public Property Packed_words_come_out_as_they_went_in_and_no_text_could_hold_one_more() =>
        Prop.ForAll(
            (from count in Gen.Choose(0, 30)
             from words in Gen.ArrayOf(Arbitrary.Text("abé", 8).Select(w => w + "x"), count)
             from most in Gen.Choose(18, 40)
             select (words, most)).ToArbitrary(),
            given =>
            {
                string[] packed = [.. Utf8Text.Pack(given.words, given.most)];
                return packed.SelectMany(p => p.Split(' ')).SequenceEqual(given.words)
                    && packed.All(p => Encoding.UTF8.GetByteCount(p) <= given.most)
                    && packed.Zip(packed.Skip(1)).All(two =>
                        Encoding.UTF8.GetByteCount($"{two.First} {two.Second.Split(' ')[0]}") > given.most);
            });

    [Fact]
    public void A_word_too_long_for_any_text_stands_alone() =>
        Assert.Equal(["a", "bbbbbb", "c d"], Utf8Text.Pack(["a", "bbbbbb", "c", "d"], 4));
}
