using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace IrcNats.Root.Config;

/// <summary>The kinds of values that say where the archive of histories is.</summary>
static class HistoryKinds
{
    private const int CopiesMax = 9, DatacentersMax = 16, LongestName = 48;

    /// <summary>Addresses, or names that have one.</summary>
    public static Kind<IReadOnlyList<string>> Hosts { get; } = HostsOf(Kinds.List(16, 253));

    /// <summary>A keyspace whose name needs no quotes.</summary>
    public static Kind<string> Keyspace { get; } = Kinds.Scalar(
        "small letters, digits and '_', such as ircnats",
        text => text.Length is > 0 and <= LongestName && char.IsAsciiLetterLower(text[0])
            && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_')
            ? text
            : throw new FormatException(
                $"'{text}' is not a name of at most {LongestName} small letters, digits and '_'"));

    /// <summary>A data centre, as Cassandra calls it.</summary>
    public static Kind<string> Datacenter { get; } = Kinds.Scalar("name of a data centre, such as dc1", NameOf);

    /// <summary>A number, or numbers by data centre: "3", or "dc1:3,dc2:2".</summary>
    public static Kind<string> Replication { get; } = new(
        $"number from 1 to {CopiesMax}, or such numbers by data centre",
        (node, _) => node switch
        {
            YamlScalarNode { Value: { } text } => Copies(text),
            YamlMappingNode { Children.Count: > 0 and <= DatacentersMax } all => string.Join(
                ',', all.Children.Select(one => $"{NameOf(TextOf(one.Key))}:{Copies(TextOf(one.Value))}")),
            _ => throw new FormatException($"a number, or 1 to {DatacentersMax} data centres with numbers belong here"),
        },
        text => text);

    private static Kind<IReadOnlyList<string>> HostsOf(Kind<IReadOnlyList<string>> texts) => texts with
    {
        Name = "list of at most 16 addresses or names of hosts",
        Read = (node, folder) => texts.Read(node, folder) is var hosts
            && hosts.FirstOrDefault(h => Uri.CheckHostName(h) == UriHostNameType.Unknown) is { } wrong
            ? throw new FormatException($"'{wrong}' is neither an address nor the name of a host; the port is a key")
            : hosts,
    };

    private static string TextOf(YamlNode node) =>
        (node as YamlScalarNode)?.Value ?? throw new FormatException("a number stands behind each data centre");

    private static string Copies(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int copies)
            && copies is >= 1 and <= CopiesMax
            ? text
            : throw new FormatException($"'{text}' is not a number from 1 to {CopiesMax}");

    private static string NameOf(string text) =>
        text.Length is > 0 and <= LongestName && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.')
            ? text
            : throw new FormatException(
                $"'{text}' is not the name of a data centre: letters, digits, '_', '-' and '.'");
}
