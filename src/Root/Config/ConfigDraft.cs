using IrcNats.Root.Core.Push;
using IrcNats.Root.Passwords;
using IrcNats.State;

namespace IrcNats.Root.Config;

/// <summary>A configuration while it is being read: each key of the table puts its value here.</summary>
sealed class ConfigDraft
{
    private readonly Dictionary<string, OperDraft> _opers = new(StringComparer.OrdinalIgnoreCase);

    public NetworkConfig Public { get; set; } = new();

    public Verifier? ServerPassword { get; set; }

    public OperClasses Classes { get; } = new();

    /// <summary>Tokens of RPL_ISUPPORT: NAME or NAME=value.</summary>
    public List<string> Isupport { get; } = [];
    public List<CommandAlias> Aliases { get; } = [];
    /// <summary>Gateways by name; a root keeps the password, the rest is public.</summary>
    public Dictionary<string, (GatewayConfig Public, Verifier? Password)> Gateways { get; } = [];

    public LogLimits Log { get; set; } = new();

    /// <summary>server.ip-cloaking.secret.</summary>
    public string? CloakSecret { get; set; }
    public IReadOnlyList<string> EarlierCloakSecrets { get; set; } = [];

    /// <summary>accounts.registration.email-verification: the relay, and the addresses that nobody may use.</summary>
    public MailDraft Mail { get; } = new();

    /// <summary>accounts.auth-script, and accounts.oauth2.</summary>
    public SidecarSettings Sidecar { get; set; } = new();
    public TokenSettings Tokens { get; set; } = new();

    /// <summary>webpush.</summary>
    public PushSettings Push { get; set; } = new();
    public bool TokensByScript { get; set; }

    /// <summary>The content of network.secret-file.</summary>
    public string? Secret { get; set; }

    /// <summary>server.ip-limits.custom-limits by name.</summary>
    public Dictionary<string, CustomLimit> CustomLimits { get; } = [];

    /// <summary>connection-classes, in the order of the file.</summary>
    public List<ConnectionClass> ConnectionClasses { get; } = [];

    public void ConnectionClass(string name, Func<ConnectionClass, ConnectionClass> with)
    {
        int index = ConnectionClasses.FindIndex(c => c.Name == name);
        ConnectionClasses[index] = with(ConnectionClasses[index]);
    }

    public void CustomLimit(string name, Func<CustomLimit, CustomLimit> with) =>
        CustomLimits[name] = with(CustomLimits.GetValueOrDefault(name, new CustomLimit { Name = name }));

    public void Gateway(string name, Func<GatewayConfig, GatewayConfig> with)
    {
        (GatewayConfig known, Verifier? password) =
            Gateways.GetValueOrDefault(name, (new GatewayConfig { Name = name }, null));
        Gateways[name] = (with(known), password);
    }

    public OperClass Class(string name) => Classes.Of(name);

    public OperDraft Oper(string name)
    {
        if (!_opers.TryGetValue(name, out OperDraft? oper)) _opers[name] = oper = new OperDraft();
        return oper;
    }

    public LoadedConfig Finish() => Finish(RootKey());

    private LoadedConfig Finish(RootsKey key) => new(
        Public with
        {
            // Only a secret that stays opens again what was sealed: one that is made of others changes with them.
            Accounts = Secret is null ? Public.Accounts : WithKeys(Public.Accounts, key),
            NeedsPassword = ServerPassword is not null,
            AdditionalIsupport = Isupport.Count == 0 ? Public.AdditionalIsupport : Isupport,
            CommandAliases = Aliases.Count == 0 ? Public.CommandAliases : Aliases,
            Session = CustomLimits.Count + ConnectionClasses.Count == 0 ? Public.Session : Public.Session with
            {
                IpLimits = Public.Session.IpLimits with { Custom = [.. CustomLimits.Values] },
                Classes = ConnectionClasses,
            },
            Transport = Gateways.Count == 0 ? Public.Transport : Public.Transport with
            {
                Gateways = [.. Gateways.Values.Select(g => g.Public with { NeedsPassword = g.Password is not null })],
            },
        },
        new RootSecrets(ServerPassword, _opers.ToDictionary(
            o => o.Key,
            o => o.Value.Block(o.Key, Classes),
            StringComparer.OrdinalIgnoreCase))
        {
            Gateways = Gateways.ToDictionary(g => g.Key, g => g.Value.Password),
            Cloaks = Public.Transport.Cloaks is { Enabled: true } cloaks
                ? new Cloaks(cloaks, CloakSecret!, EarlierCloakSecrets)
                : null,
            Key = key, Mail = Public.Accounts.Email.IsRequired ? Mail.Finish() : null,
            Sidecar = Public.Accounts.AsksSidecar ? Sidecar : null,
            Tokens = Public.Accounts.TakesTokens ? Tokens : null,
            Push = Public.Accounts.Push.Enabled ? Push : null,
        })
    {
        Log = Log,
    };

    private static AccountsConfig WithKeys(AccountsConfig accounts, RootsKey key) => accounts with
    {
        SealKey = key.PublicKey(),
        Push = accounts.Push with { Key = accounts.Push.Enabled ? key.VapidPublicKey() : null },
    };

    // Without a secret of its own, the key is made of all other secrets of the file, which is the same on every root.
    private RootsKey RootKey()
    {
        if (Secret is not null) return RootsKey.Of(Secret);
        string[] known =
        [
            .. new[] { CloakSecret, ServerPassword?.Text }.OfType<string>(),
            .. from oper in _opers orderby oper.Key.ToUpperInvariant() select oper.Value.Password?.Text,
            .. from gateway in Gateways orderby gateway.Key select gateway.Value.Password?.Text,
        ];
        return known.Any(k => k is not null) ? RootsKey.Of(string.Join('\n', known)) : RootsKey.OfThisProcess();
    }
}
