using IrcNats.Rules;
using IrcNats.State;

namespace IrcNats.Root.Config;

/// <summary>The keys that keep order among many users: who may make and list channels, what is free of
/// charge, which lists of addresses are asked.</summary>
static class OrderKeys
{
    /// <summary>The block whose names are commands.</summary>
    public const string Budgets = "fakelag.command-budgets.<name>";

    public static IReadOnlyList<ConfigKey> All { get; } =
    [
        Channels("channels.operator-only-creation", Kinds.Switch, c => c.OperatorOnlyCreation,
            (c, v) => c with { OperatorOnlyCreation = v }, "whether only operators may make channels"),
        Channels("channels.list-delay", Kinds.Span("0s", "1d"), c => c.ListDelay, (c, v) => c with { ListDelay = v },
            "how long somebody has to be there before LIST; operators do not wait"),
        ConfigKeys.Public("server.suppress-lusers", Kinds.Switch, c => c.SuppressLusers,
            (c, v) => c with { SuppressLusers = v }, "whether LUSERS tells its numbers to operators only"),
        List("zone", Kinds.Hostname, (l, v) => l with { Zone = v },
            "a list of addresses that is asked by DNS about everyone who connects, such as bl.example.org") with
            {
                Required = true,
            },
        List("action", Kinds.OneOf<BlocklistAction>(), (l, v) => l with { Action = v },
            "what becomes of a client whose address is listed; refuse, if nothing is said"),
        List("answers", Kinds.Ranges, (l, v) => l with { Answers = v },
            "the answers that count, such as 127.0.0.2; none: all of 127.0.0.0/8"),
        List("reason", Kinds.Text(BanRules.ReasonLen), (l, v) => l with { Reason = v },
            "what a client is told that is not let in"),
        List("exempted", Kinds.Ranges, (l, v) => l with { Exempted = v },
            "addresses about which the list is not asked"),
        Check("socket", Kinds.SocketPath, (c, v) => c with { Socket = v },
            "a program on each leaf's machine that is asked over this Unix socket about everyone who connects"),
        Check("timeout", Kinds.Span("10ms", "3s"), (c, v) => c with { Timeout = v },
            "how long it may take; 2s, if nothing is said"),
        Check("exempt-sasl", Kinds.Switch, (c, v) => c with { ExemptsSasl = v },
            "whether whom it refuses is let in with an account"),
        Check("exempted", Kinds.Ranges, (c, v) => c with { Exempted = v },
            "addresses about which it is not asked"),
        new ConfigKey<int>(
            Budgets, Kinds.Number(1, 1000), null,
            (draft, command, uses) => Add(draft, command.ToUpperInvariant(), uses),
            "how often a connection may give this command before it costs anything of its input budget"),
    ];

    /// <summary>What is wrong with them together: the key, and what is to be said of it.</summary>
    public static IEnumerable<(string Key, string Fault)> Faults(ConfigDraft draft) =>
        draft.Public.Transport.Check is { Socket: "" } ? [("server.ip-check.socket", "is missing")] : [];

    private static ConfigKey<T> List<T>(string key, Kind<T> kind, Func<Blocklist, T, Blocklist> with, string meaning) =>
        new("server.dnsbl.<name>." + key, kind, null, (draft, name, value) => Put(draft, name, with, value), meaning);

    private static ConfigKey<T> Check<T>(
        string key, Kind<T> kind, Func<AddressCheck, T, AddressCheck> with, string meaning) => new(
        $"server.ip-check.{key}", kind, null,
        (draft, _, value) => draft.Public = draft.Public with
        {
            Transport = draft.Public.Transport with
            {
                Check = with(draft.Public.Transport.Check ?? new AddressCheck(), value),
            },
        },
        meaning);

    private static void Put<T>(ConfigDraft draft, string name, Func<Blocklist, T, Blocklist> with, T value)
    {
        IReadOnlyList<Blocklist> lists = draft.Public.Transport.Blocklists;
        Blocklist known = lists.FirstOrDefault(l => l.Name == name) ?? new Blocklist { Name = name };
        Blocklist changed = with(known, value);
        draft.Public = draft.Public with
        {
            Transport = draft.Public.Transport with
            {
                Blocklists = [.. lists.Where(l => l.Name != name), changed],
            },
        };
    }

    private static void Add(ConfigDraft draft, string command, int uses)
    {
        SessionConfig session = draft.Public.Session;
        draft.Public = draft.Public with
        {
            Session = session with
            {
                Fakelag = session.Fakelag with
                {
                    Budgets = [.. session.Fakelag.Budgets, new CommandBudget(command, uses)],
                },
            },
        };
    }

    private static ConfigKey<T> Channels<T>(
        string path, Kind<T> kind, Func<ChannelsConfig, T> get, Func<ChannelsConfig, T, ChannelsConfig> with,
        string meaning) => ConfigKeys.Public(
        path, kind, c => get(c.Channels), (c, v) => c with { Channels = with(c.Channels, v) }, meaning);
}
