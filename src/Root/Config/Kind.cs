using YamlDotNet.RepresentationModel;

namespace IrcNats.Root.Config;

/// <summary>
/// A kind of value: what the documentation calls it, how it is read (from a node, and relative to the file's folder),
/// and how a default is shown. Reading throws <see cref="FormatException"/> with the fault.
/// </summary>
sealed record Kind<T>(string Name, Func<YamlNode, string, T> Read, Func<T, string> Show)
{
    /// <summary>For a setting that may be missing.</summary>
    public Kind<T?> OrNone() => new(Name, Read, value => value is null ? "none" : Show(value));
}
