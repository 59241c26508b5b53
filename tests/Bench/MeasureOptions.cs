using IrcNats.Hosting;

namespace IrcNats.Bench;

/// <summary>What is to be measured.</summary>
sealed record MeasureOptions
{
    private static readonly Option<int> s_rounds =
        Choose.Number("rounds", "how often each is measured, in turn; 0 only shows what --keep has", 0, 100) with
        {
            Default = "2",
        };
    private static readonly Option<string> s_only = Choose.Text(
        "only", "NAMES", $"whom to measure, with commas between: {string.Join(", ", Contender.Names)}; else all");
    private static readonly Option<string> s_rows = Choose.Text(
        "rows", "ROWS", $"what to measure, with commas between: {string.Join(", ", Load.Rows)}; else all");
    private static readonly Option<bool> s_quick = Choose.Switch(
        "quick", "a second each with a few clients: it shows that all works, and its figures mean nothing");
    private static readonly Option<int> s_leaves =
        Choose.Number("leaves", "leaves of the cluster", 1, 16) with { Default = "2" };
    private static readonly Option<string> s_source = Choose.ExistingFile(
        "source", "source of the load generator; else ../shared/tools/ircload.c beside the project");
    private static readonly Option<string> s_keep = Choose.Text(
        "keep", "FILE", "adds what is measured to this file, and shows the tables of everything in it");

    public required int Rounds { get; init; }
    public required IReadOnlyList<string> Only { get; init; }
    public required IReadOnlyList<string> Rows { get; init; }
    public required bool IsQuick { get; init; }
    public required int Leaves { get; init; }
    public required string Source { get; init; }
    /// <summary>Null: what was measured is only shown.</summary>
    public string? Keep { get; init; }

    public static OptionTable Table { get; } = new(
        "ircnats-measure",
        """
        Measures IrcNats, and the other IRC servers that are installed, with the load generator ircload, in turn, on
        127.0.0.0/8. Writes tables in Markdown. A round takes some three minutes for each server.
        Exit code: 0 measured, 1 something failed or was interrupted, 2 a wrong option.
        """,
        [s_rounds, s_only, s_rows, s_quick, s_leaves, s_source, s_keep]);

    /// <exception cref="OptionException">A name is unknown, or the load generator is not there.</exception>
    public static MeasureOptions From(OptionValues values)
    {
        string beside = Path.GetFullPath(Path.Combine(Repository.Folder, "../shared/tools/ircload.c"));
        MeasureOptions options = new()
        {
            Rounds = values.Get(s_rounds),
            Only = Named(s_only, Contender.Names),
            Rows = Named(s_rows, Load.Rows),
            IsQuick = values.IsOn(s_quick),
            Leaves = values.Get(s_leaves),
            Source = values.Find(s_source) ?? beside,
            Keep = values.Find(s_keep),
        };
        return File.Exists(options.Source)
            ? options
            : throw new OptionException($"no load generator at {beside}: --source names it");

        IReadOnlyList<string> Named(Option<string> option, IReadOnlyList<string> all)
        {
            string[] named = values.Find(option)?.Split(',') ?? [.. all];
            return named.FirstOrDefault(n => !all.Contains(n)) is { } unknown
                ? throw new OptionException($"--{option.Name}: {unknown} is not one of {string.Join(", ", all)}")
                : named;
        }
    }
}
