using System.Text.RegularExpressions;

namespace IrcNats.Tests.House;

/// <summary>docs/operating.md says for each must-have of order on a network what shows it, and that is there.</summary>
public sealed partial class OrderRowsTests
{
    private static readonly string s_page = File.ReadAllText(Path.Combine(Sources.Root, "docs", "operating.md"));

    [Theory]
    [InlineData("K13"), InlineData("O1"), InlineData("O2"), InlineData("O3"), InlineData("U4"), InlineData("O4")]
    [InlineData("O5"), InlineData("O6"), InlineData("O7"), InlineData("O8"), InlineData("O14"), InlineData("P4")]
    [InlineData("P5"), InlineData("P6"), InlineData("R4"), InlineData("R12")]
    public void Each_row_names_what_shows_it(string row)
    {
        string line = s_page.Split('\n').Single(text =>
            text.StartsWith('|') && text.Split('|')[1].Split(',', StringSplitOptions.TrimEntries).Contains(row));
        string shown = line.TrimEnd('|', ' ').Split('|')[^1];
        Assert.NotEmpty(Shown().Matches(shown));
    }

    [Fact]
    public void Whatever_is_named_is_there()
    {
        string[] tests = [.. Sources.Under("tests").Select(file => Path.GetFileNameWithoutExtension(file.Path))];
        string[] named = [.. Shown().Matches(s_page).Select(match => match.Groups[1].Value)];
        Assert.All(named, name => Assert.True(
            name.EndsWith(".irc", StringComparison.Ordinal)
                ? File.Exists(Path.Combine(Sources.Root, "tests", "Scenarios", name))
                : tests.Contains(name),
            name));
    }

    [GeneratedRegex("`([A-Za-z]+/[a-z-]+\\.irc|[A-Za-z]+Tests)`")]
    private static partial Regex Shown();
}
