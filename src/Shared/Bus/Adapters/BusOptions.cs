namespace IrcNats.Adapters;

/// <summary>How a process reaches NATS, from its command line or environment.</summary>
public sealed record BusOptions
{
    /// <summary>One or more servers, separated by commas.</summary>
    public string Url { get; init; } = "nats://127.0.0.1:4222";
    public string? User { get; init; }
    public string? Password { get; init; }
    public string? Token { get; init; }
    /// <summary>A file with an nkey seed.</summary>
    public string? NkeyFile { get; init; }
    /// <summary>PEM file of the authority that signed the server's certificate.</summary>
    public string? TlsCa { get; init; }
    /// <summary>PEM files of this process's certificate and key.</summary>
    public string? TlsCert { get; init; }
    public string? TlsKey { get; init; }
    /// <summary>The network's name: the first token of every subject.</summary>
    public string Network { get; init; } = "irc";
}
