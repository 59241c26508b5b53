using MessagePack;

namespace IrcNats.State;

/// <summary>How clients connect, as far as it is the same on every leaf.</summary>
[MessagePackObject]
public sealed record TransportConfig
{
    /// <summary>
    /// server.websockets.allowed-origins: masks of the web pages that may connect; empty: every page may.
    /// </summary>
    [Key(0)] public IReadOnlyList<string> AllowedOrigins { get; init; } = [];
}
