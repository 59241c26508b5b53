using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Root.Config;

/// <summary>The keys of who is asked outside the network whose a password, a certificate or a token is.</summary>
static class OutsideKeys
{
    private const string Script = "accounts.auth-script.", Tokens = "accounts.oauth2.";

    // Networks in which what is sent without TLS can be read by the operator's own machines alone.
    private static readonly string[] s_near =
        ["127.0.0.0/8", "::1/128", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"];

    public static IReadOnlyList<ConfigKey> All { get; } =
    [
        Account(Script + "enabled", a => a.AsksSidecar, (a, v) => a with { AsksSidecar = v },
            "whether a program on the roots' machines, or a server, is asked about every password of an account"),
        Sidecar("socket", Kinds.SocketPath, (s, v) => s with { Socket = v }, "a Unix socket where it is asked"),
        Sidecar("url", NearUrl(), (s, v) => s with { Url = new Uri(v) }, "or a URL to which the question is posted"),
        Sidecar("timeout", Kinds.Span("100ms", "8s"), (s, v) => s with { Timeout = v },
            "how long it may take; 5s, if nothing is said"),
        Sidecar("max-concurrency", Kinds.Number(1, 1000), (s, v) => s with { AtOnce = v },
            "questions at a time of one root; 64, if nothing is said"),
        Sidecar("autocreate", Kinds.Switch, (s, v) => s with { Autocreate = v },
            "whether an account that it knows and the network does not is made with the first login"),
        Account(Tokens + "enabled", a => a.TakesTokens, (a, v) => a with { TakesTokens = v },
            "whether clients may log in with a token of OAuth 2.0 (OAUTHBEARER)"),
        Token("introspection-url", NearUrl(), (t, v) => t with { Url = new Uri(v) },
            "the server that is asked whose a token is (RFC 7662)"),
        Token("introspection-timeout", Kinds.Span("100ms", "8s"), (t, v) => t with { Timeout = v },
            "how long it may take; 5s, if nothing is said"),
        Token("client-id", Kinds.Text(255), (t, v) => t with { ClientId = v },
            "the name by which that server knows us, if it asks for one"),
        Token("client-secret", Kinds.Text(255), (t, v) => t with { ClientSecret = v }, "the secret for that"),
        new ConfigKey<bool>(
            Tokens + "auth-script", Kinds.Switch, null, (draft, _, value) => draft.TokensByScript = value,
            "whether the program of accounts.auth-script is asked, and not that server"),
        Token("autocreate", Kinds.Switch, (t, v) => t with { Autocreate = v },
            "whether an account that a token names and the network does not have is made with the first login"),
    ];

    /// <summary>What is wrong with these keys together: the key and why.</summary>
    public static IEnumerable<(string Key, string Fault)> Faults(ConfigDraft draft)
    {
        (bool asks, bool takes) = (draft.Public.Accounts.AsksSidecar, draft.Public.Accounts.TakesTokens);
        if (asks && draft.Sidecar is { Socket: null, Url: null })
            yield return (Script + "enabled", "needs socket or url: where the program is asked");
        if (draft.Sidecar is { Socket: not null, Url: not null })
            yield return (Script + "url", "is one way too many: there is a socket already");
        if (draft.Secret is null && (asks || takes))
            yield return (
                (asks ? Script : Tokens) + "enabled",
                "needs network.secret-file, under which passwords are sealed for roots");
        foreach ((string, string) fault in FaultsOfTokens(draft, asks, takes)) yield return fault;
    }

    private static IEnumerable<(string Key, string Fault)> FaultsOfTokens(ConfigDraft draft, bool asks, bool takes)
    {
        if (takes && !draft.TokensByScript && draft.Tokens.Url is null)
            yield return (Tokens + "enabled", "needs introspection-url, or auth-script: yes");
        if (draft.TokensByScript && !asks) yield return (Tokens + "auth-script", "needs accounts.auth-script.enabled");
        if (draft is { TokensByScript: true, Tokens.Url: not null })
            yield return (Tokens + "introspection-url", "is one way too many: auth-script is asked already");
        if (draft.Tokens is { ClientId: null, ClientSecret: not null })
            yield return (Tokens + "client-secret", "needs client-id");
    }

    // A password may be read on the way where there is no TLS.
    private static Kind<string> NearUrl() => Kinds.Scalar("URL with https, or with http to a private address", text =>
        text.Length > 500 || !Uri.TryCreate(text, UriKind.Absolute, out Uri? url)
            || url.Scheme is not ("https" or "http")
            ? throw new FormatException($"'{text}' is not a URL of at most 500 characters")
        : url.UserInfo.Length > 0
            ? throw new FormatException("has a password in it; logs show this URL")
        : url.Scheme == "http" && !IsNear(url)
            ? throw new FormatException(
                $"'{text}' sends passwords without TLS to an address that is not private: use https")
            : text);

    private static bool IsNear(Uri url) =>
        url.Host == "localhost" || AddressRange.AnyHas(s_near, url.Host.Trim('[', ']'));

    private static ConfigKey<bool> Account(
        string path, Func<AccountsConfig, bool> get, Func<AccountsConfig, bool, AccountsConfig> with, string meaning) =>
        ConfigKeys.Public(
            path, Kinds.Switch, c => get(c.Accounts), (c, v) => c with { Accounts = with(c.Accounts, v) }, meaning);

    private static ConfigKey<T> Sidecar<T>(
        string key, Kind<T> kind, Func<SidecarSettings, T, SidecarSettings> with, string meaning) =>
        new(Script + key, kind, null, (draft, _, value) => draft.Sidecar = with(draft.Sidecar, value), meaning);

    private static ConfigKey<T> Token<T>(
        string key, Kind<T> kind, Func<TokenSettings, T, TokenSettings> with, string meaning) =>
        new(Tokens + key, kind, null, (draft, _, value) => draft.Tokens = with(draft.Tokens, value), meaning);
}
