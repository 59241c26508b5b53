using IrcNats.Root.Passwords;
using IrcNats.State;

namespace IrcNats.Root.Config;

/// <summary>A configuration while it is being read: each key of the table puts its value here.</summary>
sealed class ConfigDraft
{
    private readonly Dictionary<string, OperDraft> _opers = new(StringComparer.OrdinalIgnoreCase);

    public NetworkConfig Public { get; set; } = new();

    public Verifier? ServerPassword { get; set; }

    /// <summary>Titles of the oper classes.</summary>
    public Dictionary<string, string> Classes { get; } = [];

    /// <summary>Tokens of RPL_ISUPPORT: NAME or NAME=value.</summary>
    public List<string> Isupport { get; } = [];
    public List<CommandAlias> Aliases { get; } = [];
    /// <summary>Gateways by name; a root keeps the password, the rest is public.</summary>
    public Dictionary<string, (GatewayConfig Public, Verifier? Password)> Gateways { get; } = [];

    /// <summary>server.ip-cloaking.secret.</summary>
    public string? CloakSecret { get; set; }

    /// <summary>server.ip-limits.custom-limits by name.</summary>
    public Dictionary<string, CustomLimit> CustomLimits { get; } = [];

    public void CustomLimit(string name, Func<CustomLimit, CustomLimit> with) =>
        CustomLimits[name] = with(CustomLimits.GetValueOrDefault(name, new CustomLimit { Name = name }));

    public void Gateway(string name, Func<GatewayConfig, GatewayConfig> with)
    {
        (GatewayConfig known, Verifier? password) =
            Gateways.GetValueOrDefault(name, (new GatewayConfig { Name = name }, null));
        Gateways[name] = (with(known), password);
    }

    public OperDraft Oper(string name)
    {
        if (!_opers.TryGetValue(name, out OperDraft? oper)) _opers[name] = oper = new OperDraft();
        return oper;
    }

    public LoadedConfig Finish() => new(
        Public with
        {
            NeedsPassword = ServerPassword is not null,
            AdditionalIsupport = Isupport.Count == 0 ? Public.AdditionalIsupport : Isupport,
            CommandAliases = Aliases.Count == 0 ? Public.CommandAliases : Aliases,
            Session = CustomLimits.Count == 0 ? Public.Session : Public.Session with
            {
                IpLimits = Public.Session.IpLimits with { Custom = [.. CustomLimits.Values] },
            },
            Transport = Gateways.Count == 0 ? Public.Transport : Public.Transport with
            {
                Gateways = [.. Gateways.Values.Select(g => g.Public with { NeedsPassword = g.Password is not null })],
            },
        },
        new RootSecrets(ServerPassword, _opers.ToDictionary(
            o => o.Key,
            o => new OperBlock(new Oper(o.Key, WhoisLine(o.Value)), o.Value.Password!) { Host = o.Value.Host },
            StringComparer.OrdinalIgnoreCase))
        {
            Gateways = Gateways.ToDictionary(g => g.Key, g => g.Value.Password),
            Cloaks = Public.Transport.Cloaks is { Enabled: true } cloaks ? new Cloaks(cloaks, CloakSecret!) : null,
        });

    private string WhoisLine(OperDraft oper)
    {
        if (oper.WhoisLine is { } line) return line;
        if (oper.Class is null) return "is a server operator";
        string title = Classes[oper.Class];
        return $"is {("AEIOUaeiou".Contains(title[0], StringComparison.Ordinal) ? "an" : "a")} {title}";
    }
}

/// <summary>An oper block while it is being read.</summary>
sealed class OperDraft
{
    public Verifier? Password { get; set; }
    public string? WhoisLine { get; set; }
    public string? Class { get; set; }
    public string? Host { get; set; }
}
