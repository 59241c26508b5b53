namespace IrcNats.Transcripts;

/// <summary>The transcripts of tests/Scenarios, by their path below that folder.</summary>
public static class Scenarios
{
    private static readonly string s_folder = Path.Combine(AppContext.BaseDirectory, "Scenarios");

    // Transcripts whose steps only the stage in memory can do, such as losing a leaf.
    private const string Memory = "Memory/";

    /// <summary>Those that every stage can play.</summary>
    public static IEnumerable<string> Files => All.Where(f => !f.StartsWith(Memory, StringComparison.Ordinal));

    public static IEnumerable<string> All =>
        Directory.EnumerateFiles(s_folder, "*.irc", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(s_folder, f).Replace('\\', '/')).Order(StringComparer.Ordinal);

    public static string Read(string file) => File.ReadAllText(Path.Combine(s_folder, file));
}
