namespace IrcNats.State;

/// <summary>The mechanisms of SASL that the server knows. https://ircv3.net/specs/extensions/sasl-3.1</summary>
public static class SaslMechanisms
{
    /// <summary>Account and password. https://www.rfc-editor.org/rfc/rfc4616</summary>
    public const string Plain = "PLAIN";
    /// <summary>The TLS certificate. https://www.rfc-editor.org/rfc/rfc4422#appendix-A</summary>
    public const string External = "EXTERNAL";
    /// <summary>The password, which is not shown. https://www.rfc-editor.org/rfc/rfc7677</summary>
    public const string Scram = "SCRAM-SHA-256";
    /// <summary>A token that somebody else gave out. https://www.rfc-editor.org/rfc/rfc7628</summary>
    public const string Bearer = "OAUTHBEARER";

    /// <summary>Those that clients are told of under this configuration.</summary>
    public static IReadOnlyList<string> In(NetworkConfig config) =>
    [
        Plain, External, .. config.Accounts.AdvertisesScram ? [Scram] : Array.Empty<string>(),
        .. config.Accounts.TakesTokens ? [Bearer] : Array.Empty<string>(),
    ];

    /// <summary>Whether a client may ask for it. SCRAM works even where clients are not told of it.</summary>
    public static bool IsKnown(NetworkConfig config, string name) =>
        name is Plain or External or Scram || (name == Bearer && config.Accounts.TakesTokens);
}
