using IrcNats.Root.Config;

namespace IrcNats.Root.Verbs;

/// <summary>`configdoc`: prints docs/configuration.md from the program's own table.</summary>
static class ConfigdocVerb
{
    private const string Usage = """
        Usage: ircnats-root configdoc
        Prints every key of the configuration, with its values, default and meaning, as a page of Markdown.
        """;

    public static int Run(ReadOnlySpan<string> args)
    {
        if (args.Length > 0) return VerbUsage.Show(Usage, args);
        Console.Write(ConfigReference.Markdown());
        return 0;
    }
}
