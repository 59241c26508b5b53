using System.Text.RegularExpressions;
using IrcNats.Leaf;
using IrcNats.Root;

namespace IrcNats.Integration.Tests.Root;

/// <summary>The files in deploy/ still fit the programs they start.</summary>
public sealed partial class DeployTests
{
    // Options of other programs in those files: nats-server, ./build, COPY of a Dockerfile.
    private static readonly string[] s_ofOthers = ["--addr", "--publish", "--from"];

    // The variable that nats/*.conf read.
    private const string ForNats = "IRCNATS_NATS_DIR";

    [GeneratedRegex(@"(?<![\w-])--[a-z][a-z-]+")]
    private static partial Regex LongOption();

    [GeneratedRegex("IRCNATS_[A-Z_]+")]
    private static partial Regex Variable();

    [Fact]
    public void Every_option_they_name_exists()
    {
        string help = RootOptions.Table.Help() + LeafOptions.Table.Help();
        HashSet<string> known = [.. LongOption().Matches(help).Select(m => m.Value), .. s_ofOthers];
        HashSet<string> variables =
            [.. known.Select(o => "IRCNATS_" + o[2..].Replace('-', '_').ToUpperInvariant()), ForNats];
        string[] unknown =
        [
            .. from file in Directory.EnumerateFiles(Deploy(), "*", SearchOption.AllDirectories)
               let text = File.ReadAllText(file)
               from word in LongOption().Matches(text).Concat(Variable().Matches(text))
               where !known.Contains(word.Value) && !variables.Contains(word.Value)
               select $"{Path.GetFileName(file)}: {word.Value}",
        ];
        Assert.Empty(unknown);
    }

    private static string Deploy([System.Runtime.CompilerServices.CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(here, "../../../../deploy"));
}
