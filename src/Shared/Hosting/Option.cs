namespace IrcNats.Hosting;

/// <summary>
/// One option of a command line, without its dashes: `--name VALUE`, `--name=VALUE` or an environment variable. The
/// command line wins. This is its only description: reading, checking and --help all come from here.
/// </summary>
public abstract record Option(string Name, string? Placeholder, string Help)
{
    /// <summary>The process does not start without it.</summary>
    public bool Required { get; init; }

    /// <summary>May be given more than once; in the environment, separated by commas.</summary>
    public bool Repeatable { get; init; }

    public string Variable => "IRCNATS_" + Name.ToUpperInvariant().Replace('-', '_');

    /// <summary>Shown in --help; null when there is none.</summary>
    internal abstract string? DefaultText { get; }

    /// <exception cref="FormatException">What is wrong with the value.</exception>
    internal abstract object Read(string text);
}

/// <summary>An option whose value means a <typeparamref name="T"/>; without placeholder, a switch.</summary>
/// <param name="Parse">Throws <see cref="FormatException"/> with the fault; the message follows the value.</param>
public sealed record Option<T>(string Name, string? Placeholder, string Help, Func<string, T> Parse)
    : Option(Name, Placeholder, Help)
    where T : notnull
{
    /// <summary>The default as it would stand on the command line; null: none.</summary>
    public string? Default { get; init; }

    internal override string? DefaultText => Default;

    internal override object Read(string text) => Parse(text);
}
