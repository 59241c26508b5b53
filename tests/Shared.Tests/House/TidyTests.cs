using System.Text.RegularExpressions;

namespace IrcNats.Tests.House;

/// <summary>House rules that no analyzer knows. A rule here is one line and says what to do instead.</summary>
public sealed partial class TidyTests
{
    private static readonly string[] s_waitOrClock =
        ["await ", "Task.", "Thread.", "lock (", "TimeProvider", "DateTimeOffset.UtcNow", "Stopwatch"];

    [GeneratedRegex(@"^using (static )?(NATS\.|Cassandra)|\bNATS\.Client\.", RegexOptions.Multiline)]
    private static partial Regex NamesBusClient();

    [GeneratedRegex(@"^using IrcNats\.Root\b", RegexOptions.Multiline)]
    private static partial Regex NamesRoot();

    [GeneratedRegex(@"\b(class|record|struct|interface) \w*(Manager|Helper|Utils|Impl)\b")]
    private static partial Regex VagueName();

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|NotImplementedException)\b")]
    private static partial Regex Promise();

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

    [Fact]
    public void Only_adapters_name_the_bus_clients() => Assert.Empty(
        from file in Sources.Under("src")
        where !file.Path.Contains("/Adapters/", StringComparison.Ordinal)
            && NamesBusClient().IsMatch(file.Text)
        select file.Path);

    [Fact]
    public void A_leaf_never_sees_the_root_and_the_core_sees_neither() => Assert.Empty(
        from file in Sources.Under("src/Leaf").Concat(Sources.Under("src/Shared"))
        where NamesRoot().IsMatch(file.Text)
        select file.Path);

    [Theory]
    [InlineData("src/Shared/State"), InlineData("src/Shared/Events"), InlineData("src/Shared/Commands")]
    [InlineData("src/Shared/Rules"), InlineData("src/Shared/Protocol"), InlineData("src/Shared/Replication")]
    [InlineData("src/Root/Core"), InlineData("src/Leaf/Core")]
    public void The_core_waits_for_nothing_and_reads_no_clock(string folder) => Assert.Empty(
        from file in Sources.Under(folder)
        from word in s_waitOrClock
        where file.Text.Contains(word, StringComparison.Ordinal)
        select $"{file.Path}: {word}");

    [Fact]
    public void Every_command_links_its_specification() => Assert.Empty(
        from file in Sources.Under("src/Shared/Commands").Concat(Sources.Under("src/Leaf/Core"))
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
