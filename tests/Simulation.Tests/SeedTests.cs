using System.Diagnostics;
using System.Globalization;
using Xunit.Abstractions;

namespace IrcNats.Simulation.Tests;

/// <summary>
/// Random runs of a whole cluster under faults, one for each seed: docs/simulation.md. `./test --long` plays them three
/// times as long.
/// </summary>
public sealed class SeedTests(ITestOutputHelper output)
{
    private const int UsualSeeds = 3000, MostFailures = 10;
    private static readonly TimeSpan s_usualTime = TimeSpan.FromSeconds(15), s_extrasTime = TimeSpan.FromSeconds(8);

    [Fact]
    public void No_seed_breaks_a_rule() => Play(SimExtras.None, s_usualTime);

    [Fact]
    public void No_seed_costs_the_archive_a_message() => Play(SimExtras.Archive, s_extrasTime);

    [Fact]
    public void No_seed_parts_the_clients_of_a_user() => Play(SimExtras.Accounts, s_extrasTime);

    private void Play(SimExtras extras, TimeSpan usualTime)
    {
        if (Setting("IRCNATS_SEED") is { } one)
        {
            SimRun.Play(one, extras: extras);
            Report($"seed {one} passed");
            return;
        }

        (int First, int Last)? asked = Range("IRCNATS_SEEDS");
        (int first, int last) = asked ?? (1, UsualSeeds);
        if (Setting("IRCNATS_LONG") == 1) usualTime *= 3;
        Stopwatch watch = Stopwatch.StartNew();
        int run = 0;
        Tally tally = new();
        List<string> failures = [];
        for (int seed = first; seed <= last; seed++)
        {
            if (failures.Count >= MostFailures || (asked is null && watch.Elapsed >= usualTime)) break;
            run++;
            if (Record.Exception(() => tally += SimRun.Play(seed, extras: extras)) is { } failure)
                failures.Add(failure.Message);
        }

        int passed = run - failures.Count;
        Report(string.Create(
            CultureInfo.InvariantCulture, $"{passed} seeds passed in {watch.Elapsed.TotalSeconds:0} s: {tally}"));
        if (failures.Count > 0) Assert.Fail(string.Join("\n\n", failures));
        Assert.True(run > 0);
        if (extras == SimExtras.Accounts && run >= 20) Assert.True(tally.Attached > 0, "no client attached");
    }

    private static string? Text(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    private static int? Setting(string name) => Text(name) is { } value ? Number(value) : null;

    // "2500" means from 1 on, "2501-5000" is a range.
    private static (int First, int Last)? Range(string name) => Text(name)?.Split('-') switch
    {
        null => null,
        [var last] => (1, Number(last)),
        [var first, var last] => (Number(first), Number(last)),
        _ => throw new FormatException($"{name} is neither a number nor FIRST-LAST: {Text(name)}"),
    };

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private void Report(string text)
    {
        output.WriteLine(text);
        Console.WriteLine(text);
    }
}
