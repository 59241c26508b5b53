using IrcNats.Chaos.Pages;
using IrcNats.State;

namespace IrcNats.Chaos.Tests;

/// <summary>Pages of a history of ten messages, 0 to 9, of which 4 was redacted.</summary>
public sealed class PageProofTests
{
    private static readonly Mark[] s_all = [.. Enumerable.Range(0, 10).Select(At)];

    private readonly PageProof _proof = new(s_all, new HashSet<Mark> { At(4) });

    [Theory]
    [InlineData(Asked.Latest, -1, 3, 9, 7, 8, 9)]
    [InlineData(Asked.Latest, 6, 3, 9, 7, 8, 9)]
    // What came later than the reader was shown may be there, or not.
    [InlineData(Asked.Latest, -1, 3, 5, 5, 6, 7)]
    [InlineData(Asked.Before, 6, 3, 9, 2, 3, 5)]
    [InlineData(Asked.Before, 6, 3, 9, 3, 4, 5)]
    [InlineData(Asked.Before, 2, 3, 9, 0, 1)]
    [InlineData(Asked.After, 3, 2, 9, 5, 6)]
    [InlineData(Asked.After, 7, 9, 9, 8, 9)]
    [InlineData(Asked.Around, 6, 3, 9, 5, 6, 7)]
    public void A_page_as_it_should_be_is_not_refuted(
        Asked asked, int from, int limit, int newest, params int[] shown) =>
        Assert.Null(Refute(asked, from, limit, newest, shown));

    [Theory]
    [InlineData("is missing between", Asked.Latest, -1, 3, 9, 6, 8, 9)]
    [InlineData("twice", Asked.Latest, -1, 3, 9, 8, 9, 9)]
    [InlineData("behind", Asked.Latest, -1, 3, 9, 9, 8, 7)]
    // It had been shown 9.
    [InlineData("is missing", Asked.Latest, -1, 3, 9, 6, 7, 8)]
    // There is more than the page has, and room for it.
    [InlineData("is missing", Asked.Before, 6, 3, 9, 3, 5)]
    [InlineData("is missing", Asked.Before, 6, 3, 9, 1, 2, 3)]
    [InlineData("is not in the range", Asked.Before, 6, 3, 9, 5, 6)]
    [InlineData("is missing", Asked.After, 2, 2, 9, 5, 6)]
    [InlineData("is missing", Asked.After, 7, 9, 9)]
    [InlineData("messages", Asked.Latest, -1, 2, 9, 7, 8, 9)]
    [InlineData("is not in the history", Asked.Latest, -1, 3, 9, 8, 9, 77)]
    [InlineData("is missing", Asked.Around, 6, 3, 9, 7, 8, 9)]
    public void A_page_that_is_wrong_is_refuted(
        string why, Asked asked, int from, int limit, int newest, params int[] shown) =>
        Assert.Contains(why, Refute(asked, from, limit, newest, shown));

    [Fact]
    public void What_the_reader_knew_to_be_redacted_must_not_be_shown()
    {
        Question question = new(Asked.Before, At(6), null, 3);
        Page before = new(question, [At(3), At(4), At(5)], At(9), Redacted: 0, Since: 0);
        Assert.Null(_proof.Refute(before, [At(4)]));
        Assert.Contains("had been redacted", _proof.Refute(before with { Redacted = 1 }, [At(4)]));
    }

    [Theory]
    [InlineData(2, 6, 3, 5)]
    [InlineData(6, 2, 3, 5)]
    public void Between_begins_at_its_first_reference(int from, int to, params int[] whole)
    {
        Question question = new(Asked.Between, At(from), At(to), 5);
        Assert.Null(_proof.Refute(new Page(question, [.. whole.Select(At)], At(9), 0, 0), []));
        int nearest = from < to ? whole[0] : whole[^1], farthest = from < to ? whole[^1] : whole[0];
        Question one = question with { Limit = 1 };
        Assert.Null(_proof.Refute(new Page(one, [At(nearest)], At(9), 0, 0), []));
        Assert.Contains("is missing", _proof.Refute(new Page(one, [At(farthest)], At(9), 0, 0), []));
    }

    private static Mark At(int number) => new(7, new Position((ulong)number + 1, 0));

    private string? Refute(Asked asked, int from, int limit, int newest, int[] shown)
    {
        Question question = new(asked, from < 0 ? null : At(from), null, limit);
        return _proof.Refute(new Page(question, [.. shown.Select(At)], At(newest), 0, 0), []);
    }
}
