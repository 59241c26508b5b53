using System.Text;

namespace IrcNats.Hosting;

/// <summary>An option is wrong; the message names it. Exit code 2.</summary>
public sealed class OptionException(string message) : Exception(message);

/// <summary>Every option of one program: reads a command line against them and writes its --help.</summary>
/// <param name="summary">What the program does, in one sentence.</param>
/// <param name="operand">The word before the options, as --help names it; null: none.</param>
public sealed class OptionTable(
    string program, string summary, IReadOnlyList<Option> options, string? operand = null)
{
    /// <summary>Exit code of a program with a wrong option.</summary>
    public const int UsageError = 2;

    private const int HelpColumn = 28;

    // On the command line only: an environment variable never means them.
    private static readonly Option[] s_always =
        [Choose.Switch("help", "show this text"), Choose.Switch("version", "show the version")];

    /// <summary>
    /// Reads the command line and the environment. Null: the program ends with <paramref name="exitCode"/>, having
    /// shown its help, its version, or on standard error what was wrong.
    /// </summary>
    public OptionValues? Start(IReadOnlyList<string> args, out int exitCode)
    {
        exitCode = 0;
        try
        {
            if (args.Contains("--help") || args.Contains("-h")) Console.Write(Help());
            else if (args.Contains("--version")) Console.WriteLine($"{program} {Software.Number}");
            else return Read(args, Environment.GetEnvironmentVariable);
        }
        catch (OptionException wrong)
        {
            exitCode = Complain(wrong);
        }

        return null;
    }

    /// <summary>Says on standard error what is wrong, if it only shows after reading.</summary>
    /// <returns>The exit code.</returns>
    public int Complain(OptionException wrong)
    {
        Console.Error.WriteLine($"{program}: {wrong.Message}");
        return UsageError;
    }

    /// <exception cref="OptionException">An option is unknown, missing, given twice, or has a wrong value.</exception>
    public OptionValues Read(IReadOnlyList<string> args, Func<string, string?> environment)
    {
        Dictionary<Option, List<object>> values = [];
        ReadArguments(args, values);
        ReadEnvironment(environment, values);
        if (options.FirstOrDefault(o => o.Required && !values.ContainsKey(o)) is { } missing)
            throw new OptionException($"option --{missing.Name} {missing.Placeholder} is required: {missing.Help}");
        return new OptionValues(values);
    }

    /// <summary>What --help shows.</summary>
    public string Help()
    {
        StringBuilder text = new();
        text.Append($"Usage: {program} {(operand is null ? "" : operand + " ")}[options]\n{summary}\n\n");
        foreach (Option option in options.Concat(s_always))
        {
            string left = $"  --{option.Name}{(option.Placeholder is { } value ? " " + value : "")}";
            text.Append(left.Length < HelpColumn ? left : left + "\n");
            text.Append(' ', left.Length < HelpColumn ? HelpColumn - left.Length : HelpColumn);
            text.Append($"{option.Help}{Notes(option)}\n");
        }

        text.Append("\nEvery option may stand in the environment instead: --nats-url is IRCNATS_NATS_URL.\n");
        return text.ToString();
    }

    private static string Notes(Option option)
    {
        string?[] notes =
        [
            option.Required ? "required" : null,
            option.Repeatable ? "may be repeated" : null,
            option.DefaultText is { } value ? $"default {value}" : null,
        ];
        string all = string.Join("; ", notes.Where(n => n is not null));
        return all.Length == 0 ? "" : $" ({all})";
    }

    private void ReadArguments(IReadOnlyList<string> args, Dictionary<Option, List<object>> values)
    {
        for (int i = 0; i < args.Count; i++)
        {
            (Option option, string? text) = Named(args[i]);
            if (option.Placeholder is null) text ??= "true";
            else if (text is null && ++i >= args.Count)
                throw new OptionException($"option --{option.Name} needs a value");
            Add(values, option, text ?? args[i], "--" + option.Name);
        }
    }

    private void ReadEnvironment(Func<string, string?> environment, Dictionary<Option, List<object>> values)
    {
        foreach (Option option in options.Where(o => !values.ContainsKey(o)))
        {
            if (environment(option.Variable) is not { Length: > 0 } text) continue;
            foreach (string one in option.Repeatable ? text.Split(',') : [text])
                Add(values, option, one.Trim(), option.Variable);
        }
    }

    private (Option Option, string? Text) Named(string arg)
    {
        int equals = arg.IndexOf('=', StringComparison.Ordinal);
        string name = equals < 0 ? arg : arg[..equals];
        Option option = options.FirstOrDefault(o => "--" + o.Name == name)
            ?? throw new OptionException($"unknown option '{name}'; --help lists them");
        return (option, equals < 0 ? null : arg[(equals + 1)..]);
    }

    private static void Add(Dictionary<Option, List<object>> values, Option option, string text, string source)
    {
        if (!values.TryGetValue(option, out List<object>? said)) values[option] = said = [];
        else if (!option.Repeatable) throw new OptionException($"option {source} is given twice");
        try
        {
            said.Add(option.Read(text));
        }
        catch (FormatException wrong)
        {
            throw new OptionException($"{source} {text}: {wrong.Message}");
        }
    }
}
