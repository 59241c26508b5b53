using IrcNats.Root.Core.Push;
using IrcNats.State;

namespace IrcNats.Root.Config;

/// <summary>The keys of messages that are pushed to clients (Web Push).</summary>
static class PushKeys
{
    private const string Group = "webpush.";

    private static readonly Kind<string> s_subscriber = Kinds.Scalar(
        "URL with https, or mailto: with an address", text =>
            text.Length <= 200 && Uri.TryCreate(text, UriKind.Absolute, out Uri? url)
                && url.Scheme is "https" or "mailto"
                    ? text
                    : throw new FormatException($"'{text}' is no such URL of at most 200 characters"));

    public static IReadOnlyList<ConfigKey> All { get; } =
    [
        Public("enabled", Kinds.Switch, p => p.Enabled, (p, v) => p with { Enabled = v },
            "whether clients may have messages for them pushed by a push server (draft/webpush)"),
        Public("max-subscriptions", Kinds.Number(1, 16), p => p.Most, (p, v) => p with { Most = v },
            "places to which the messages of one account are pushed"),
        Public("expiration", Kinds.LongSpan("3d", "365d"), p => p.Expiration, (p, v) => p with { Expiration = v },
            "time after which a client has to ask again"),
        Ours("timeout", Kinds.Span("1s", "1m"), (p, v) => p with { Timeout = v },
            "how long a push server may take for one message; 10s, if nothing is said"),
        Ours("subscriber", s_subscriber, (p, v) => p with { Subscriber = v },
            "whom those who run a push server may ask about this network"),
        Ours("allowed-networks", Kinds.Ranges, (p, v) => p with { Inside = v },
            "networks in which a push server may be, although they are not public; none, if nothing is said"),
    ];

    /// <summary>What is wrong with these keys together: the key and why.</summary>
    public static IEnumerable<(string Key, string Fault)> Faults(ConfigDraft draft)
    {
        if (!draft.Public.Accounts.Push.Enabled) yield break;
        if (draft.Secret is null)
            yield return (Group + "enabled", "needs network.secret-file, of which the key for push servers is made");
        if (draft.Push.Subscriber.Length == 0)
            yield return (Group + "enabled", "needs subscriber: whom a push server may ask about this network");
    }

    private static ConfigKey<T> Public<T>(
        string key, Kind<T> kind, Func<PushConfig, T> get, Func<PushConfig, T, PushConfig> with, string meaning) =>
        ConfigKeys.Public(
            Group + key, kind, c => get(c.Accounts.Push),
            (c, v) => c with { Accounts = c.Accounts with { Push = with(c.Accounts.Push, v) } }, meaning);

    private static ConfigKey<T> Ours<T>(
        string key, Kind<T> kind, Func<PushSettings, T, PushSettings> with, string meaning) =>
        new(Group + key, kind, null, (draft, _, value) => draft.Push = with(draft.Push, value), meaning);
}
