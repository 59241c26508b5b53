using IrcNats.Root.Config;

namespace IrcNats.Root.Verbs;

/// <summary>`checkconfig FILE`: says everything that is wrong with a configuration, or that it is good.</summary>
static class CheckconfigVerb
{
    private const string Usage = """
        Usage: ircnats-root checkconfig FILE
        Says everything that is wrong with a configuration (exit code 2), or that it is good.
        """;

    public static int Run(ReadOnlySpan<string> args)
    {
        if (args is not [var file] || file.StartsWith('-')) return VerbUsage.Show(Usage, args);

        try
        {
            LoadedConfig config = ConfigReader.ReadFile(file);
            foreach (ConfigError note in config.Notes) Console.WriteLine(note);
            Console.WriteLine($"{file}: good; network {config.Public.NetworkName}, {config.Secrets.Opers.Count} opers");
            return 0;
        }
        catch (ConfigException wrong)
        {
            Console.Error.WriteLine(wrong.Message);
            return 2;
        }
    }
}
