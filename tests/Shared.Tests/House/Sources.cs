using System.Runtime.CompilerServices;

namespace IrcNats.Tests.House;

/// <summary>The source tree from which these tests were built.</summary>
static class Sources
{
    public static string Root { get; } = FindRoot();

    private static readonly string[] s_texts =
        ["", ".md", ".sh", ".py", ".yaml", ".yml", ".conf", ".cfg", ".csproj", ".props", ".targets"];

    // Folders that tools fill.
    private static readonly string[] s_others = ["/obj/", "/artifacts/", "/node_modules/", "/__pycache__/"];

    /// <summary>C# files below a folder of the repository, as (path below the root, text).</summary>
    public static IEnumerable<(string Path, string Text)> Under(string folder) =>
        from file in Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
        where !file.Contains("/obj/", StringComparison.Ordinal)
            && !file.Contains("/artifacts/", StringComparison.Ordinal)
        orderby file
        select (Path.GetRelativePath(Root, file), File.ReadAllText(file));

    /// <summary>Text that people read and write besides C#, as (path below the root, text).</summary>
    public static IEnumerable<(string Path, string Text)> Texts() =>
        from folder in (string[])["", ".ci", "deploy", "docs", "nats", "src", "tests"]
        from file in Directory.EnumerateFiles(Path.Combine(Root, folder), "*", new EnumerationOptions
        {
            RecurseSubdirectories = folder.Length > 0, AttributesToSkip = FileAttributes.ReparsePoint,
        })
        where s_texts.Contains(Path.GetExtension(file)) && !s_others.Any(file.Contains)
        orderby file
        select (Path.GetRelativePath(Root, file), File.ReadAllText(file));

    private static string FindRoot([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(here, "../../../.."));
}
