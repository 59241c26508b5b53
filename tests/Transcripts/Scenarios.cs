namespace IrcNats.Transcripts;

/// <summary>The transcripts of tests/Scenarios, by their path below that folder.</summary>
public static class Scenarios
{
    private static readonly string s_folder = Path.Combine(AppContext.BaseDirectory, "Scenarios");

    // Transcripts with steps that only the stage in memory knows, such as losing a leaf; and transcripts in which
    // seconds count, which the faults of a simulated cluster would move.
    // And those for which the network sends mail, which no test of real processes reads.
    private const string Memory = "Memory/", InTime = "Timed/", Mail = "Mail/";

    // And those for which somebody outside is asked, whom processes would need.
    private const string Sidecar = "Sidecar/";

    // And those in which wrong passwords count: on a network that all share, everybody would wait.
    private const string Throttled = "Throttled/";

    /// <summary>The transcripts that every stage can play.</summary>
    public static IEnumerable<string> Files => All.Where(
        f => !IsIn(Memory, f) && !IsIn(InTime, f) && !NeedsMail(f) && !NeedsSidecar(f) && !NeedsThrottle(f));

    /// <summary>The transcripts that are played in memory and on a simulated cluster, which have mail, and somebody
    /// outside who is asked.</summary>
    public static IEnumerable<string> Mailed => All.Where(f => NeedsMail(f) || NeedsSidecar(f));

    /// <summary>The transcripts that are played in memory and over sockets, where time passes as it should.</summary>
    public static IEnumerable<string> Timed => All.Where(f => IsIn(InTime, f));

    public static IEnumerable<string> All =>
        Directory.EnumerateFiles(s_folder, "*.irc", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(s_folder, f).Replace('\\', '/')).Order(StringComparer.Ordinal);

    /// <summary>How long a transcript waits in total.</summary>
    public static TimeSpan Waits(string file) => Read(file).Split('\n')
        .Where(l => l.StartsWith("!wait ", StringComparison.Ordinal))
        .Aggregate(TimeSpan.Zero, (sum, l) => sum + Transcript.ParseTime(l.TrimEnd()[6..]));

    public static string Read(string file) => File.ReadAllText(Path.Combine(s_folder, file));

    /// <summary>Whether accounts need an e-mail address there.</summary>
    public static bool NeedsMail(string file) => IsIn(Mail, file);

    /// <summary>Whether somebody outside is asked there whose a password is.</summary>
    public static bool NeedsSidecar(string file) => IsIn(Sidecar, file);

    /// <summary>Whether a wrong answer makes its address wait there.</summary>
    public static bool NeedsThrottle(string file) => IsIn(Throttled, file);

    private static bool IsIn(string folder, string file) => file.StartsWith(folder, StringComparison.Ordinal);
}
