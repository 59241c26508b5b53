namespace NATS.Client.Core;

/// <summary>
/// Credentials: user and password, token, nkey seed, or JWT with seed; any of the files hold the same.
/// </summary>
public record NatsAuthOpts
{
    public static readonly NatsAuthOpts Default = new();

    public string? Username { get; init; }

    public string? Password { get; init; }

    public string? Token { get; init; }

    public string? Jwt { get; init; }

    /// <summary>Public nkey; optional, since it follows from the seed.</summary>
    public string? NKey { get; init; }

    public string? Seed { get; init; }

    public string? Creds { get; init; }

    public string? CredsFile { get; init; }

    public string? NKeyFile { get; init; }

    public bool IsAnonymous =>
        string.IsNullOrEmpty(
            string.Concat(Username, Password, Token, Jwt) + string.Concat(Seed, Creds, CredsFile, NKeyFile));
}
