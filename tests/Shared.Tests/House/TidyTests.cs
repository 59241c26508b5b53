using System.Text.RegularExpressions;

namespace IrcNats.Tests.House;

/// <summary>House rules that no analyzer knows. A rule here is one line and says what to do instead.</summary>
public sealed partial class TidyTests
{
    // The folders of src/Shared/Core, lowest first: each may name those before it.
    private static readonly string[] s_layers =
        ["Protocol", "Proving", "State", "Rules", "Events", "Wire", "History", "Commands", "Replication"];

    [GeneratedRegex(@"\bIrcNats\.(?<layer>\w+)")]
    private static partial Regex NamesLayer();

    [GeneratedRegex(@"\b(class|record|struct|interface) \w*(Manager|Helper|Utils|Impl)\b")]
    private static partial Regex VagueName();

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|NotImplementedException)\b")]
    private static partial Regex Promise();

    // A large class that is cut into partial files is still one class. Each exception says why it is one.
    private const int MostClassLines = 600;

    private static readonly Dictionary<string, string> s_largeClasses = new()
    {
        ["IrcNats.State.Network"] = "its Editor is a class of its own; it is nested so that only Apply hands it out",
    };

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"^namespace [\w.]+\s*\{", RegexOptions.Multiline)]
    private static partial Regex NamespaceInBraces();

    [GeneratedRegex(@"^[\w ]*\bpartial (class|struct|record) (?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex PartialClass();

    [Fact]
    public void Lines_fit_in_120_columns() => Assert.Empty(
        from file in Sources.Under("src").Concat(Sources.Under("tests"))
        from line in file.Text.Split('\n').Index()
        where line.Item.Length > 120
        select $"{file.Path}:{line.Index + 1}");

    // A row of a table cannot be broken.
    [Fact]
    public void Lines_of_text_fit_in_120_columns() => Assert.Empty(
        from file in Sources.Texts()
        from line in file.Text.Split('\n').Index()
        where line.Item.Length > 120 && !line.Item.StartsWith('|')
        select $"{file.Path}:{line.Index + 1}: break it before column 121");

    [Fact]
    public void Files_stay_under_400_lines() => Assert.Empty(
        from file in Sources.Under("src").Concat(Sources.Under("tests"))
        where file.Text.Count(c => c == '\n') > 400
        select file.Path);

    // The compiler's rules of style know it, too; to load them all for this one costs a fifth of the build.
    [Fact]
    public void A_namespace_is_that_of_the_whole_file() => Assert.Empty(
        from file in Sources.Under("src").Concat(Sources.Under("tests"))
        where NamespaceInBraces().IsMatch(file.Text)
        select $"{file.Path}: write 'namespace X;'");

    [Fact]
    public void Classes_stay_under_600_lines_over_all_their_files() => Assert.Empty(
        from file in Sources.Under("src")
        from part in PartialClass().Matches(file.Text)
        group file by $"{Namespace().Match(file.Text).Groups["name"].Value}.{part.Groups["name"].Value}" into parts
        let lines = parts.Sum(file => file.Text.Count(c => c == '\n'))
        where lines > MostClassLines && !s_largeClasses.ContainsKey(parts.Key)
        select $"{parts.Key}: {lines} lines in {parts.Count()} files; give some of its work to a class of its own");

    // Projects keep the other borders (docs/architecture.md). C# has no word for borders inside a project.
    [Fact]
    public void A_layer_of_the_core_names_only_those_below_it() => Assert.Empty(
        from layer in s_layers.Index()
        from file in Sources.Under($"src/Shared/Core/{layer.Item}")
        from named in NamesLayer().Matches(file.Text)
        where Array.IndexOf(s_layers, named.Groups["layer"].Value) > layer.Index
        select $"{file.Path} names {named.Value}");

    [Fact]
    public void Every_command_links_its_specification() => Assert.Empty(
        from file in Sources.Under("src/Shared/Core/Commands").Concat(Sources.Under("src/Leaf/Core"))
        where (file.Text.Contains("[IrcCommand(", StringComparison.Ordinal)
                || file.Path.EndsWith("Command.cs", StringComparison.Ordinal))
            && !file.Text.Contains("https://", StringComparison.Ordinal)
        select file.Path);

    [Fact]
    public void Names_say_what_a_thing_is() => Assert.Empty(
        from file in Sources.Under("src")
        from name in VagueName().Matches(file.Text)
        select $"{file.Path}: {name.Value}");

    [Fact]
    public void Nothing_is_promised_for_later() => Assert.Empty(
        from file in Sources.Under("src")
        where Promise().IsMatch(file.Text)
        select file.Path);
}
