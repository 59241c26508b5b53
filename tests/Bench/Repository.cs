using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace IrcNats.Bench;

/// <summary>The source tree from which this program was built.</summary>
static class Repository
{
    public static string Folder { get; } = Find();

    /// <summary>The commit, with a + if something was changed since.</summary>
    public static string Commit()
    {
        string commit = Git("rev-parse", "--short", "HEAD");
        return commit.Length == 0 ? "?" : commit + (Git("status", "--porcelain", "-uno").Length == 0 ? "" : "+");
    }

    private static string Git(params IEnumerable<string> arguments)
    {
        using Process git = Process.Start(new ProcessStartInfo("git", ["-C", Folder, .. arguments])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        string said = git.StandardOutput.ReadToEnd().Trim();
        git.WaitForExit();
        return git.ExitCode == 0 ? said : "";
    }

    private static string Find([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../.."));
}
