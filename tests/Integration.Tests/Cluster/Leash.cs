using System.Diagnostics;
using System.Globalization;

namespace IrcNats.Integration.Tests.Cluster;

/// <summary>
/// Kills whatever the tests have started when the process of the tests ends, however it ends: a shell reads what runs
/// from a pipe, and the pipe breaks.
/// </summary>
static class Leash
{
    private const string Script =
        """
        declare -A running
        while read -r what pid; do
            if [[ $what == begun ]]; then running[$pid]=1; else unset "running[$pid]"; fi
        done
        ((${#running[@]} == 0)) || kill -KILL "${!running[@]}"
        """;

    private static readonly Lock s_gate = new();
    private static Process? s_shell;

    public static void Begun(Process process) => Tell("begun", process.Id);

    public static void Ended(int pid) => Tell("ended", pid);

    private static void Tell(string what, int pid)
    {
        lock (s_gate)
        {
            s_shell ??= Process.Start(new ProcessStartInfo("bash", ["-c", Script]) { RedirectStandardInput = true })!;
            s_shell.StandardInput.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what} {pid}"));
            s_shell.StandardInput.Flush();
        }
    }
}
