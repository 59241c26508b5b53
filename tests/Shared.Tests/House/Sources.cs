using System.Runtime.CompilerServices;

namespace IrcNats.Tests.House;

/// <summary>The tree these tests were built from.</summary>
static class Sources
{
    public static string Root { get; } = FindRoot();

    /// <summary>C# files below a folder of the repository, as (path below the root, text).</summary>
    public static IEnumerable<(string Path, string Text)> Under(string folder) =>
        from file in Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
        where !file.Contains("/obj/", StringComparison.Ordinal)
            && !file.Contains("/artifacts/", StringComparison.Ordinal)
        orderby file
        select (Path.GetRelativePath(Root, file), File.ReadAllText(file));

    private static string FindRoot([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(here, "../../../.."));
}
