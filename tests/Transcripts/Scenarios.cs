namespace IrcNats.Transcripts;

/// <summary>The transcripts of tests/Scenarios, by their path below that folder.</summary>
public static class Scenarios
{
    private static readonly string s_folder = Path.Combine(AppContext.BaseDirectory, "Scenarios");

    public static IEnumerable<string> Files =>
        Directory.EnumerateFiles(s_folder, "*.irc", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(s_folder, f).Replace('\\', '/')).Order(StringComparer.Ordinal);

    public static string Read(string file) => File.ReadAllText(Path.Combine(s_folder, file));
}
