using System.Text.RegularExpressions;

namespace IrcNats.Tests.House;

/// <summary>Checks that what the documents say of the code is still so.</summary>
public sealed partial class DocumentTests
{
    [GeneratedRegex("""
        \.Create\w+(<\w+>)?\(\s*"(?<name>[^"]+)",[^"]*"(?<unit>[^"]+)"
        """)]
    private static partial Regex Instrument();

    [GeneratedRegex(@"\[LoggerMessage\(\s*(?<id>\d+)")]
    private static partial Regex LogLine();

    [GeneratedRegex(@"\]\((?<target>[^)#:\s]+)(#[^)]*)?\)")]
    private static partial Regex Link();

    // Finds `src/Leaf/Outbox.cs` and `tests/Bench`; not `tests/Scenarios/<Folder>/…`, which stands for many.
    [GeneratedRegex(@"`(?<path>(src|tests|docs|deploy|nats)/[\w./-]*\w)`")]
    private static partial Regex Named();

    [Fact]
    public void Each_thing_that_is_counted_is_in_the_table_of_them()
    {
        string operating = File.ReadAllText(Path.Combine(Sources.Root, "docs/operating.md"));
        string[] instruments =
        [
            .. from file in Sources.Under("src")
            from found in Instrument().Matches(file.Text)
            select $"| `{found.Groups["name"]}` | `{found.Groups["unit"]}` |",
        ];
        Assert.NotEmpty(instruments);
        Assert.All(instruments, row => Assert.Contains(row, operating));
    }

    [Fact]
    public void Each_kind_of_log_line_has_a_number_of_its_own() => Assert.Empty(
        from file in Sources.Under("src")
        from found in LogLine().Matches(file.Text)
        group file.Path by found.Groups["id"].Value into lines
        where lines.Count() > 1
        select $"{lines.Key}: {string.Join(", ", lines)}");

    [Fact]
    public void Files_that_documents_name_are_there() => Assert.Empty(
        from file in Sources.Texts()
        where file.Path.EndsWith(".md", StringComparison.Ordinal)
        from named in Named().Matches(file.Text)
        let path = Path.Combine(Sources.Root, named.Groups["path"].Value)
        where !File.Exists(path) && !Directory.Exists(path)
        select $"{file.Path}: {named.Groups["path"].Value}");

    [Fact]
    public void Links_between_documents_lead_somewhere() => Assert.Empty(
        from file in Sources.Texts()
        where file.Path.EndsWith(".md", StringComparison.Ordinal)
        from link in Link().Matches(file.Text)
        let target = Path.Combine(Sources.Root, Path.GetDirectoryName(file.Path)!, link.Groups["target"].Value)
        where !File.Exists(target) && !Directory.Exists(target)
        select $"{file.Path}: {link.Groups["target"].Value}");
}
