using System.Globalization;
using System.Text.RegularExpressions;
using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.State;
using IrcNats.Tests.Commands;
using IrcNats.Wire;

namespace IrcNats.Tests.State;

/// <summary>Filters: which of them hits what, however they are looked up.</summary>
public sealed class FilterTableTests
{
    // Patterns that share letters, lack them, or may lack them.
    private static readonly string[] s_patterns =
    [
        "*spam*", "spam*", "*sp?m*", "*buy*now*", "buy now", "*now", "/spam+er/", "/spa?m/", "/(spam|eggs)/",
        "/s[pb]am/",
        "/^buy/", "/now$/", "/spam.*eggs/", "/\\d{3}x/", "/ham|spam/", "/a\\.example/", "/[^a]bcd/", "/[]x]yz/",
        "/eggs{2}/", "/(?:ham)? and eggs/",
    ],
        s_texts =
        [
            "spam", "SPAM and eggs", "spammer", "sbam", "spm", "buy it now", "Buy Now", "nothing", "123x", "a.example",
            "aXexample", "eggss", "ham and eggs", " and eggs", "xbcd", "abcd", "]yz", "spam spam spam", "bspamb",
        ];

    public static TheoryData<string> Patterns => [.. s_patterns];

    [Theory, MemberData(nameof(Patterns))]
    public void One_hits_exactly_what_it_fits(string pattern)
    {
        Assert.Null(TextPattern.Fault(pattern));
        FilterTable filters = With(Of(pattern));
        Assert.All(s_texts, text => Assert.True(
            Fits(pattern, text) == filters.Find(FilterPlaces.Messages, text) is not null, $"{pattern} and {text}"));
        Assert.Null(filters.Find(FilterPlaces.Topics, s_texts[0]));
    }

    [Fact]
    public void Of_several_the_severest_counts_and_one_that_is_tried_least()
    {
        FilterTable filters = With(
            Of("*spam*"), Of("*pam*") with { Action = FilterAction.Kill },
            Of("*sp*m*") with { Action = FilterAction.Ban, IsTest = true });
        Assert.Equal("*pam*", filters.Find(FilterPlaces.Messages, "spam")!.Pattern);
        Assert.Equal("*sp*m*", filters.Find(FilterPlaces.Messages, "spoom")!.Pattern);
    }

    [Fact]
    public void There_are_so_many_and_no_more()
    {
        TestNetwork network = new();
        for (int i = 0; i < FilterTable.MostWild; i++) network.Apply(new FilterSet(Of($"/[{Number(i)}]+x/")));
        Assert.Contains("letters in a row", network.Net.Filters.Refusal("/[a-z]+/")!);
        Assert.Null(network.Net.Filters.Refusal("*letters*"));
        for (int i = network.Net.Filters.Count; i < FilterTable.Most; i++)
            network.Apply(new FilterSet(Of($"*word{Number(i)}*")));
        Assert.Contains("as many filters", network.Net.Filters.Refusal("*letters*")!);
        Assert.Null(network.Net.Filters.Refusal("*word50*"));
    }

    [Fact]
    public void A_network_that_is_saved_and_loaded_has_the_same_filters_and_counts()
    {
        TestNetwork network = new();
        network.Apply(new FilterSet(Of("*spam*")));
        network.Apply(new FilterHit("*spam*", FilterAction.Refuse, "bob!u@h", "#dev", "spam"));
        network.Apply(new DefconSet(3, "root"));
        Network loaded = Network.Load(network.Net.Save());
        Assert.Equal(Codec.Digest(network.Net), Codec.Digest(loaded));
        Assert.Equal((1L, 3), (loaded.Filters.Find("*spam*")!.Hits, loaded.Defcon));
        Assert.NotNull(loaded.Filters.Find(FilterPlaces.Messages, "Spam"));
    }

    private static FilterTable With(params Filter[] filters)
    {
        TestNetwork network = new();
        foreach (Filter filter in filters) network.Apply(new FilterSet(filter));
        return network.Net.Filters;
    }

    private static Filter Of(string pattern) =>
        new(pattern, FilterPlaces.Messages, FilterAction.Refuse, "reason", "root!r@h", 1);

    // In the plainest way.
    private static bool Fits(string pattern, string text) => pattern[0] == '/'
        ? Regex.IsMatch(text, pattern[1..^1], RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)
        : Mask.Matches(pattern, text);

    private static string Number(int i) => i.ToString(CultureInfo.InvariantCulture);
}
