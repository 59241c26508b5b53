using FsCheck;
using FsCheck.Fluent;
using IrcNats.Protocol;

namespace IrcNats.Tests.Protocol;

/// <summary>Masks that are read once: they mean what <see cref="MaskTests"/> says, and no mask costs more than its
/// length allows.</summary>
public sealed class GlobTests
{
    // About what fits into a line.
    private const int Longest = 500;

    public static TheoryData<string, string> Hostile => new()
    {
        { "*" + new string('a', 75) + "b*", new string('a', 150) },
        { "*" + new string('a', 75) + "b", new string('a', 150) },
        { string.Concat(Enumerable.Repeat("*a", 75)) + "*b*", new string('a', 150) },
        { string.Concat(Enumerable.Repeat("*?", 75)) + "*b*", new string('a', 150) },
        { "*" + new string('?', 75) + "b" + new string('?', 30) + "*", new string('a', 150) },
        { "*" + string.Concat(Enumerable.Repeat("ab", 40)) + "c*", string.Concat(Enumerable.Repeat("ab", 75)) },
        { new string('*', Longest), new string('a', 150) },
        { "*" + new string('?', Longest - 1), new string('a', Longest) },
        { "*" + string.Concat(Enumerable.Range(256, Longest - 1).Select(c => (char)c)), new string('Ā', Longest) },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public void No_mask_costs_more_than_its_length_allows(string mask, string text)
    {
        Glob glob = new(mask);
        Assert.Equal(Naive(mask, text), glob.Matches(text, out int steps));
        Assert.InRange(glob.StepsPerCharacter, 1, mask.Length / 64 + 1);
        // Each character of the text, and what is looked at from the end first.
        Assert.InRange(steps, 1, text.Length * (glob.StepsPerCharacter + 1) + 1);
    }

    [Fact]
    public void No_mask_at_all_costs_more() =>
        Prop.ForAll(Arb.From(Arbitrary.Text("aab*?", 200)), Arb.From(Arbitrary.Text("aab", 150)), (mask, text) =>
                !new Glob(mask).Matches(text, out int steps) | steps <= text.Length * (mask.Length / 64 + 2) + 1)
            .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("*!*@host.example", "nick!user@another.example")]
    [InlineData("spammer!*@*", "nick!user@host")]
    [InlineData("nick!user@host.example", "nick!user@host")]
    public void What_clearly_does_not_fit_is_told_at_once(string mask, string text)
    {
        Assert.False(new Glob(mask).Matches(text, out int steps));
        Assert.InRange(steps, 1, ".example".Length + 6);
    }

    [Fact]
    public void Short_masks_mean_what_they_say() => AgreesWithNaive(@"aB*?\é", 8, @"abB*?\éê", 8);

    [Fact]
    public void Long_masks_mean_what_they_say() => AgreesWithNaive("aaaaab*?", 200, "aaaaaab", 200);

    [Fact]
    public void Long_masks_that_fit_mean_what_they_say() =>
        Prop.ForAll(Arb.From(Arbitrary.Text("abé", 200)), Arb.From(Gen.ListOf(Gen.Choose(0, 199))), (text, places) =>
                new Glob(WithWildcards(text, places)).Matches(text))
            .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(128)]
    public void A_mask_may_be_as_long_as_it_likes(int length)
    {
        string text = new('a', length);
        Assert.True(new Glob(text).Matches(text));
        Assert.False(new Glob(text).Matches(text + "a"));
        Assert.False(new Glob(text).Matches(text[1..] + "b"));
        Assert.True(new Glob("*" + text).Matches("b" + text));
        Assert.True(new Glob(text + "*").Matches(text + "b"));
        Assert.True(new Glob("?" + text + "?").Matches("b" + text + "b"));
    }

    private static void AgreesWithNaive(string maskOf, int mostMask, string textOf, int mostText) =>
        Prop.ForAll(
                Arb.From(Arbitrary.Text(maskOf, mostMask)), Arb.From(Arbitrary.Text(textOf, mostText)),
                Arb.From(Gen.Elements(Casemapping.Ascii, Casemapping.Rfc1459)),
                (mask, text, map) => new Glob(mask, map).Matches(text) == Naive(mask, text, map))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    private static string WithWildcards(string text, IEnumerable<int> places)
    {
        char[] mask = text.ToCharArray();
        foreach (int place in places)
            if (place < mask.Length) mask[place] = place % 2 == 0 ? '*' : '?';
        return new string(mask);
    }

    // Place by place: what may have been read of the text when so much of the mask is.
    private static bool Naive(string mask, string text, Casemapping map = Casemapping.Ascii)
    {
        bool[] read = new bool[text.Length + 1];
        read[0] = true;
        for (int m = 0; m < mask.Length; m++)
        {
            bool isStar = mask[m] == '*', isAny = mask[m] == '?';
            if (mask[m] == '\\' && m + 1 < mask.Length && mask[m + 1] is '*' or '?') m++;
            bool[] next = new bool[text.Length + 1];
            for (int t = 0; t <= text.Length; t++)
                next[t] = isStar
                    ? read[t] || (t > 0 && next[t - 1])
                    : t > 0 && read[t - 1] && (isAny || IsSame(mask[m], text[t - 1], map));
            read = next;
        }

        return read[text.Length];
    }

    private static bool IsSame(char one, char other, Casemapping map) =>
        Folded.Of(one.ToString(), map) == Folded.Of(other.ToString(), map);
}
