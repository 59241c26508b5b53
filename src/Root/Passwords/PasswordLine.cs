using IrcNats.Rules;

namespace IrcNats.Root.Passwords;

/// <summary>Finds and hides passwords in clients' lines, without parsing lines that have none.</summary>
static class PasswordLine
{
    /// <summary>What is shown instead of a password.</summary>
    public const string Hidden = "***";

    private const string ToService = AccountRules.NickServ + " ";

    /// <summary>The line as people may see it.</summary>
    public static string Masked(string line)
    {
        Range command = CommandOf(line);
        int end = command.End.GetOffset(line.Length);
        // Leaves of builds that know accounts hide what is said to NickServ themselves.
        bool hides = Is("OPER", line.AsSpan()[command]) || Is("PASS", line.AsSpan()[command])
            || (Is("PRIVMSG", line.AsSpan()[command])
                && line[end..].TrimStart(' ').StartsWith(ToService, StringComparison.OrdinalIgnoreCase));
        return hides ? $"{line[..end]} {Hidden}" : line;
    }

    private static bool Is(string name, ReadOnlySpan<char> command) =>
        command.Equals(name, StringComparison.OrdinalIgnoreCase);

    // [@tags] [:source] COMMAND
    private static Range CommandOf(ReadOnlySpan<char> line)
    {
        int start = AfterSpaces(line, 0);
        foreach (char mark in "@:")
            if (start < line.Length && line[start] == mark) start = AfterSpaces(line, WordEnd(line, start));
        return start..WordEnd(line, start);
    }

    private static int WordEnd(ReadOnlySpan<char> line, int start) =>
        line[start..].IndexOf(' ') is var length && length < 0 ? line.Length : start + length;

    private static int AfterSpaces(ReadOnlySpan<char> line, int start) =>
        line[start..].IndexOfAnyExcept(' ') is var skipped && skipped < 0 ? line.Length : start + skipped;
}
