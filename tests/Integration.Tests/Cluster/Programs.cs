using System.Diagnostics;
using System.Runtime.InteropServices;

namespace IrcNats.Integration.Tests.Cluster;

/// <summary>
/// How our programs are started: those built beside the tests or, if IRCNATS_BIN names a folder, those published there.
/// They start in less CPU time, because they are compiled ahead of time.
/// </summary>
static class Programs
{
    private static readonly string s_folder =
        Environment.GetEnvironmentVariable("IRCNATS_BIN") is { Length: > 0 } folder ? folder : AppContext.BaseDirectory;

    private static readonly string s_dotnet =
        Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));

    public static ProcessStartInfo Root(params string[] args) => Of("ircnats-root.dll", args);

    /// <summary>Without a rehearsal, which costs a third of a process that lives for seconds. Roots need theirs: a
    /// standby that compiles while it is handed the network is too late.</summary>
    public static ProcessStartInfo Leaf(params string[] args) => Of("ircnats-leaf.dll", ["--no-rehearsal", .. args]);

    private static ProcessStartInfo Of(string file, string[] args) =>
        new(s_dotnet, [Path.Combine(s_folder, file), .. args]);
}
