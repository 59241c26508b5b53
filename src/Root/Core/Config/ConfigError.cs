namespace IrcNats.Root.Config;

/// <summary>One thing that is wrong with a configuration file; reads "file:line: key: what is wrong".</summary>
public sealed record ConfigError(string File, int Line, string Key, string What)
{
    public override string ToString() => Key.Length == 0 ? $"{File}:{Line}: {What}" : $"{File}:{Line}: {Key}: {What}";
}

/// <summary>A configuration file cannot be used; every reason is listed, in the order of the file.</summary>
public sealed class ConfigException(IReadOnlyList<ConfigError> errors) : Exception(string.Join('\n', errors))
{
    public IReadOnlyList<ConfigError> Errors => errors;
}
