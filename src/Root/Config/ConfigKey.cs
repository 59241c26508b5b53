using IrcNats.State;
using YamlDotNet.RepresentationModel;

namespace IrcNats.Root.Config;

/// <summary>
/// One key of the configuration file. In its path, &lt;name&gt; stands for a name the operator chooses. Reading,
/// checking and docs/configuration.md all come from here.
/// </summary>
abstract record ConfigKey(string Path, string Meaning)
{
    /// <summary>Without it the file is refused; in a named block, each block needs it.</summary>
    public bool Required { get; init; }

    public string[] Segments { get; } = Path.Split('.');

    public abstract string KindName { get; }

    /// <summary>The value that holds if the key is missing; null: none.</summary>
    public abstract string? Default { get; }

    /// <summary>Puts the value into the draft; <paramref name="name"/> is what stands for &lt;name&gt;.</summary>
    /// <exception cref="FormatException">What is wrong with the value.</exception>
    public abstract void Put(ConfigDraft draft, string name, YamlNode value, string folder);
}

/// <summary>A key whose value means a <typeparamref name="T"/>.</summary>
/// <param name="Get">Where the public configuration has it; null for what is not in there.</param>
sealed record ConfigKey<T>(
    string Path, Kind<T> Kind, Func<NetworkConfig, T>? Get, Action<ConfigDraft, string, T> Set, string Meaning)
    : ConfigKey(Path, Meaning)
{
    public override string KindName => Kind.Name;

    public override string? Default => Get is null || Required ? null : Kind.Show(Get(new NetworkConfig()));

    public override void Put(ConfigDraft draft, string name, YamlNode value, string folder) =>
        Set(draft, name, Kind.Read(value, folder));
}
