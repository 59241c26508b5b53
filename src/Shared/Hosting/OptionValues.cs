namespace IrcNats.Hosting;

/// <summary>The checked values of a command line and its environment.</summary>
public sealed class OptionValues
{
    private readonly Dictionary<Option, List<object>> _values;

    internal OptionValues(Dictionary<Option, List<object>> values) => _values = values;

    /// <summary>Given on the command line or in the environment; a default does not count.</summary>
    public bool Has(Option option) => _values.ContainsKey(option);

    /// <summary>A switch was given.</summary>
    public bool IsOn(Option<bool> option) => _values.TryGetValue(option, out List<object>? said) && (bool)said[^1];

    /// <summary>The value, or the option's default.</summary>
    public T Get<T>(Option<T> option)
        where T : notnull
    {
        if (_values.TryGetValue(option, out List<object>? said)) return (T)said[^1];
        return option.Parse(option.Default ?? throw new InvalidOperationException($"--{option.Name} has no default"));
    }

    /// <summary>The text; null if the option was not given.</summary>
    public string? Find(Option<string> option) =>
        _values.TryGetValue(option, out List<object>? said) ? (string)said[^1] : option.Default;

    /// <summary>Every value of a repeatable option, in the order given.</summary>
    public IReadOnlyList<T> All<T>(Option<T> option)
        where T : notnull
    {
        if (_values.TryGetValue(option, out List<object>? said)) return [.. said.Cast<T>()];
        return option.Default is { } text ? [option.Parse(text)] : [];
    }
}
