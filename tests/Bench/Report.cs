using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace IrcNats.Bench;

/// <summary>Tables in Markdown of what was measured.</summary>
sealed class Report(IReadOnlyList<Measurement> measured)
{
    // Percent of a core that something else may take; the kernel's own figures are not better than that.
    private const double Bearable = 40;

    private readonly StringBuilder _text = new();
    private readonly string[] _contenders =
        [.. Contender.Names.Where(name => measured.Any(m => m.Contender == name))];

    public string Text()
    {
        if (measured.Count == 0) return "Nothing was measured.";
        Append($"{Machine()}");
        Append($"");
        Figures();
        Append($"");
        Processes();
        Loads();
        Faults();
        return _text.ToString();
    }

    private string Machine()
    {
        string processor = Field("/proc/cpuinfo", "model name");
        double memory = double.Parse(
            Field("/proc/meminfo", "MemTotal").Split(' ')[0], CultureInfo.InvariantCulture) / (1 << 20);
        string commits = string.Join(", ", measured.Select(m => m.Commit).Distinct());
        return Invariant($"""
            {measured.Min(m => m.At):yyyy-MM-dd HH:mm} to {measured.Max(m => m.At):HH:mm} UTC, commit {commits}.
            {Environment.ProcessorCount} cores of {processor}, {memory:0.0} GiB,
            {Field("/etc/os-release", "PRETTY_NAME")}, Linux {Environment.OSVersion.Version},
            {RuntimeInformation.FrameworkDescription}.
            """);
    }

    private void Figures()
    {
        Append($"| | goal | {string.Join(" | ", _contenders.Select(Title))} |");
        Append($"|---|---|{string.Concat(_contenders.Select(_ => "---|"))}");
        foreach (Figure figure in Figure.All.Where(f => measured.Any(m => m.Load == f.Load)))
        {
            IEnumerable<string> cells = _contenders.Select(name => Cell(figure, name));
            Append($"| {figure.Title} | {figure.Goal ?? "-"} | {string.Join(" | ", cells)} |");
        }
    }

    private string Title(string contender)
    {
        Measurement[] all = [.. measured.Where(m => m.Contender == contender)];
        int rounds = all.GroupBy(m => m.Load).Max(g => g.Count());
        return $"{all[0].Version} ({rounds} {(rounds == 1 ? "round" : "rounds")})";
    }

    // The lowest to the highest of all rounds.
    private string Cell(Figure figure, string contender)
    {
        Measurement[] all = [.. measured.Where(m => m.Contender == contender && m.Load == figure.Load)];
        return all.Length == 0
            ? ""
            : string.Join(" / ", figure.Paths.Select(
                path => Range(all.Select(m => m.Find(path)).OfType<double>().Select(v => v / figure.Unit))));
    }

    private void Processes()
    {
        IGrouping<(string Contender, string Load), Measurement>[] groups =
        [
            .. from m in measured
               where m.Load != Load.WarmUp && m.Processes.Count > 1
               where m.List("open.cpu.pids").Length == m.Processes.Count
               group m by (m.Contender, m.Load),
        ];
        if (groups.Length == 0) return;
        string[] names = [.. groups[0].First().Processes];
        Append($"CPU seconds of each process in those ten seconds, mean of the rounds:");
        Append($"");
        Append($"| | {string.Join(" | ", names)} |");
        Append($"|---|{string.Concat(names.Select(_ => "---|"))}");
        foreach (var group in groups)
        {
            IEnumerable<string> cells = names.Select((_, i) =>
                Text(group.Where(m => m.Processes.Count == names.Length).Average(m => m.List("open.cpu.pids")[i])));
            Append($"| {group.Key.Contender}, {group.Key.Load} | {string.Join(" | ", cells)} |");
        }

        Append($"");
    }

    private void Loads()
    {
        string concurrencies = string.Join(", ", _contenders.Select(
            name => $"{Contender.Of(name, leaves: 2).Concurrency.ToString(CultureInfo.InvariantCulture)} ({name})"));
        Append($"The loads, in their order. `--conc` is {concurrencies}:");
        Append($"");
        foreach (var load in measured.GroupBy(m => m.Load).OrderBy(group => Load.PlaceOf(group.Key)))
            foreach (string command in load.Select(m => m.Command).Distinct())
                Append($"    {command}    # {load.Key}");
    }

    private void Faults()
    {
        Measurement[] bad = [.. measured.Where(m => m.Fault() is not null)];
        Append($"");
        if (bad.Length == 0) Append($"Each message came to everyone once, in order, in all of them.");
        foreach (Measurement m in bad) Append($"- Not well: {Name(m)}: {m.Fault()}");
        foreach (Measurement m in measured.Where(m => m.Others() > Bearable))
            Append($"- Disturbed: {Name(m)}: other work took {m.Others():0} % of a core");
    }

    private static string Name(Measurement m) => $"{m.Contender}, round {m.Round}, {m.Load}";

    private static string Range(IEnumerable<double> values)
    {
        double[] all = [.. values];
        if (all.Length == 0) return "?";
        (string low, string high) = (Text(all.Min()), Text(all.Max()));
        return low == high ? low : $"{low} to {high}";
    }

    // Three digits: the figures vary by more than that.
    private static string Text(double value)
    {
        double unit = value <= 0 ? 1 : Math.Pow(10, Math.Floor(Math.Log10(value)) - 2);
        double rounded = Math.Round(value / unit) * unit;
        return value switch
        {
            >= 100 => rounded.ToString("N0", CultureInfo.InvariantCulture),
            >= 10 => rounded.ToString("0.#", CultureInfo.InvariantCulture),
            _ => rounded.ToString("0.##", CultureInfo.InvariantCulture),
        };
    }

    private static string Field(string file, string name) =>
        File.ReadLines(file).FirstOrDefault(l => l.StartsWith(name, StringComparison.Ordinal)) is { } line
            ? line[(line.IndexOfAny([':', '=']) + 1)..].Trim(' ', '\t', '"')
            : "?";

    private void Append(FormattableString line) => _text.Append(Invariant(line)).Append('\n');

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
