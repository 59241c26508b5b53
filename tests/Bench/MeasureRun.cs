using System.Text.Json;

namespace IrcNats.Bench;

/// <summary>Measures the contenders in turn: each round starts each of them anew.</summary>
sealed class MeasureRun(MeasureOptions options, DirectoryInfo folder)
{
    private static readonly TimeSpan s_mostOfALoad = TimeSpan.FromSeconds(150);

    private readonly List<Measurement> _measured = [];
    private readonly string _commit = Repository.Commit();
    private string _generator = "";

    /// <returns>The exit code.</returns>
    public static int Run(MeasureOptions options)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("ircnats-measure-");
        // Servers that run as nobody have their folders in it.
        folder.UnixFileMode |= UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        try
        {
            return new MeasureRun(options, folder).Run();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private int Run()
    {
        CompileGenerator();
        bool isWhole = true;
        for (int round = 1; round <= options.Rounds; round++)
        {
            foreach (string name in options.Only)
            {
                Contender contender = Contender.Of(name, options.Leaves);
                if (contender.Missing() is { } why)
                {
                    if (round == 1) Say($"{why}: left out");
                    continue;
                }

                isWhole &= TryMeasure(contender, round);
            }
        }

        Console.WriteLine(new Report(options.Keep is null ? _measured : [.. Kept(options.Keep)]).Text());
        return isWhole ? 0 : 1;
    }

    private void CompileGenerator()
    {
        _generator = Path.Combine(folder.FullName, "ircload");
        using Child compiler = new(
            "cc", ["cc", "-O2", "-pthread", "-o", _generator, options.Source, "-lm"],
            Path.Combine(folder.FullName, "cc"));
        if (compiler.WaitForEnd(TimeSpan.FromMinutes(1)) != 0)
            throw new InvalidOperationException($"cc: {compiler.Complaint()}");
    }

    private bool TryMeasure(Contender contender, int round)
    {
        DirectoryInfo own = folder.CreateSubdirectory($"{contender.Name}-{round}");
        try
        {
            using Running running = contender.Start(own.FullName);
            foreach (Load load in Load.All.Where(l => IsWanted(l, contender)))
                Measure(contender, running, load, round, own);
            return true;
        }
        catch (MeasureException wrong)
        {
            Say($"{contender.Name}, round {round}: {wrong.Message}");
            return false;
        }
    }

    private bool IsWanted(Load load, Contender contender) =>
        load.Of.Any(options.Rows.Contains) && (contender.NeedsWarmUp || load.Name != Load.WarmUp);

    private void Measure(Contender contender, Running running, Load load, int round, DirectoryInfo own)
    {
        string arguments = options.IsQuick ? load.Quick : $"{load.Arguments} --conc {contender.Concurrency}";
        string pids = string.Join(',', running.Processes.Select(p => p.Pid));
        using Child generator = new(
            "ircload", [_generator, .. arguments.Split(' '), "--servers", running.Servers, "--pids", pids],
            Path.Combine(own.FullName, load.Name));
        generator.WaitForEnd(s_mostOfALoad);
        string said = generator.Output.Trim();
        if (!said.EndsWith('}')) throw new MeasureException($"ircload {arguments}: {generator.Complaint()}");
        Measurement measured = new(
            DateTime.UtcNow, _commit, contender.Name, running.Version, round, load.Name,
            $"ircload {(options.IsQuick ? load.Quick : load.Arguments)}",
            [.. running.Processes.Select(p => p.Name)], JsonElement.Parse(said));
        Say($"{contender.Name}, round {round}, {load.Name}: {measured.Fault() ?? "done"}");
        _measured.Add(measured);
        if (options.Keep is not null) File.AppendAllText(options.Keep, JsonSerializer.Serialize(measured) + "\n");
    }

    private static IEnumerable<Measurement> Kept(string file) =>
        File.ReadLines(file).Select(line => JsonSerializer.Deserialize<Measurement>(line)!);

    // Progress: the tables alone go to standard output.
    private static void Say(string text) => Console.Error.WriteLine(text);
}
