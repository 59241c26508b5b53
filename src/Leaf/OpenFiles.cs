using System.Globalization;

namespace IrcNats.Leaf;

/// <summary>How many files and sockets the process may have open.</summary>
static class OpenFiles
{
    // Taken if the system does not tell.
    private const int Unknown = 10_000;

    /// <summary>The limit in force; the runtime has raised it to the hard limit by now.</summary>
    public static int Limit()
    {
        const string limits = "/proc/self/limits", row = "Max open files";
        if (!File.Exists(limits)) return Unknown;
        string? line = File.ReadLines(limits).FirstOrDefault(l => l.StartsWith(row, StringComparison.Ordinal));
        if (line is null) return Unknown;
        string soft = line[row.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0];
        return soft == "unlimited" ? int.MaxValue : int.Parse(soft, CultureInfo.InvariantCulture);
    }
}
