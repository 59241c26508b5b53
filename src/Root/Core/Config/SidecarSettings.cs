namespace IrcNats.Root.Config;

/// <summary>accounts.auth-script: the program that is asked whose a password or a certificate is. Only roots know it.
/// </summary>
public sealed record SidecarSettings
{
    public const int DefaultTimeout = 5000, DefaultAtOnce = 64;

    /// <summary>The path of a Unix socket; null: there is a URL.</summary>
    public string? Socket { get; init; }
    public Uri? Url { get; init; }
    /// <summary>Milliseconds for one answer.</summary>
    public int Timeout { get; init; } = DefaultTimeout;
    /// <summary>max-concurrency: questions at a time of one root.</summary>
    public int AtOnce { get; init; } = DefaultAtOnce;
    /// <summary>An account that the program knows is made, if it is not there.</summary>
    public bool Autocreate { get; init; }

    /// <summary>Where it is, as logs name it.</summary>
    public string Place => Socket ?? Url?.GetLeftPart(UriPartial.Path) ?? "";
}

/// <summary>accounts.oauth2: who is asked whose a token is. Only roots know it.
/// https://www.rfc-editor.org/rfc/rfc7662</summary>
public sealed record TokenSettings
{
    /// <summary>introspection-url; null: the program of accounts.auth-script is asked.</summary>
    public Uri? Url { get; init; }
    /// <summary>introspection-timeout, in milliseconds.</summary>
    public int Timeout { get; init; } = SidecarSettings.DefaultTimeout;
    /// <summary>Null: the server that is asked wants none.</summary>
    public string? ClientId { get; init; }
    public string? ClientSecret { get; init; }
    /// <summary>An account that a good token names is made, if it is not there.</summary>
    public bool Autocreate { get; init; }

    /// <summary>Where it is, as logs name it.</summary>
    public string Place => Url?.GetLeftPart(UriPartial.Path) ?? "";
}
