using System.Globalization;
using System.Text;
using IrcNats.State;

namespace IrcNats.Root.Config;

/// <summary>The keys of connection classes: limits of groups of clients.</summary>
static class ClassKeys
{
    /// <summary>The group of the file whose blocks are the classes.</summary>
    public const string Group = "connection-classes";

    private static readonly string s_ways = string.Join(", ", NamesOf(Enum.GetValues<CameBy>()));

    private static readonly Kind<CameBy> s_by = WaysOf(Kinds.List(10, 20));

    public static IReadOnlyList<ConfigKey> All { get; } =
    [
        Key("nets", Kinds.Ranges, (c, v) => c with { Nets = v },
            "the class has clients from these addresses only; the first class whose conditions all hold is a client's"),
        Key("via", s_by, (c, v) => c with { By = v }, "the class has clients only that came in one of these ways"),
        Key("countries", CountriesOf(Kinds.List(300, 2)), (c, v) => c with { Countries = v },
            "the class has clients from these countries only, as the leaves' files (--geoip) have them"),
        Key("asns", AsnsOf(Kinds.List(1000, 12)), (c, v) => c with { Asns = v },
            "the class has clients of these autonomous systems only"),
        Key("account", Kinds.Switch, (c, v) => c with { Account = v },
            "the class has clients only that are logged in (yes), or that are not (no)"),
        Key("max-clients", Kinds.Number(1, 10_000_000), (c, v) => c with { Clients = v },
            "clients of the class, over all leaves; any number, if nothing is said"),
        Key("max-connections-per-address", Kinds.Number(1, 1_000_000), (c, v) => c with { PerAddress = v },
            "connections from one address, instead of server.ip-limits.max-concurrent-connections"),
        Key("max-sendq", Kinds.Bytes(4096, 64 << 20), (c, v) => c with { MaxSendq = v },
            "instead of server.max-sendq"),
        Key("burst-limit", Kinds.Number(1, 1000), (c, v) => c with { BurstLimit = v },
            "instead of fakelag.burst-limit"),
        Key("messages-per-window", Kinds.Number(1, 1000), (c, v) => c with { MessagesPerWindow = v },
            "instead of fakelag.messages-per-window"),
    ];

    /// <summary>What is wrong with the classes, each with its name.</summary>
    public static IEnumerable<(string Name, string Fault)> Faults(IReadOnlyList<ConnectionClass> classes)
    {
        string? all = null;
        foreach ((int index, ConnectionClass one) in classes.Index())
        {
            if (index >= ConnectionClass.Most)
                yield return (one.Name, $"there can be {ConnectionClass.Most} classes");
            if (Encoding.UTF8.GetByteCount(one.Name) > ConnectionClass.NameLen)
                yield return (one.Name, $"the name is longer than {ConnectionClass.NameLen} bytes");
            if (all is not null)
                yield return (one.Name, $"nobody can be of it: everybody is of {all}, which stands before it");
            if (one.HasAll) all ??= one.Name;
        }
    }

    private static Kind<IReadOnlyList<string>> CountriesOf(Kind<IReadOnlyList<string>> texts) => new(
        "list of countries, such as DE",
        (node, folder) => [.. texts.Read(node, folder).Select(text => text.Length == 2 && text.All(char.IsAsciiLetter)
            ? text.ToUpperInvariant()
            : throw new FormatException($"'{text}' is no country of two letters"))],
        _ => "");

    private static Kind<IReadOnlyList<long>> AsnsOf(Kind<IReadOnlyList<string>> texts) => new(
        "list of numbers of autonomous systems, such as 64496",
        (node, folder) => [.. texts.Read(node, folder).Select(text =>
            uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out uint number)
                ? (long)number
                : throw new FormatException($"'{text}' is no number of an autonomous system"))],
        _ => "");

    private static Kind<CameBy> WaysOf(Kind<IReadOnlyList<string>> texts) => new(
        $"list of {s_ways}",
        (node, folder) => texts.Read(node, folder).Aggregate(CameBy.AnyWay, (all, name) => all | WayOf(name)),
        _ => "");

    private static CameBy WayOf(string name) =>
        Enum.GetValues<CameBy>().FirstOrDefault(way => way != CameBy.AnyWay && NameOf(way) == name) is var found
        && found != CameBy.AnyWay
            ? found
            : throw new FormatException($"'{name}' is not one of {s_ways}");

    private static IEnumerable<string> NamesOf(IEnumerable<CameBy> ways) =>
        ways.Where(way => way != CameBy.AnyWay).Select(NameOf);

    private static string NameOf(CameBy way) => $"{way}".ToLowerInvariant();

    private static ConfigKey<T> Key<T>(
        string key, Kind<T> kind, Func<ConnectionClass, T, ConnectionClass> with, string meaning) => new(
        $"{Group}.<name>.{key}", kind, null,
        (draft, name, value) => draft.ConnectionClass(name, c => with(c, value)), meaning);
}
