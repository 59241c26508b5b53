namespace NATS.Client.Core;

/// <summary>What the server said of itself in its last INFO.</summary>
public interface INatsServerInfo
{
    string Id { get; }

    string Name { get; }

    string Version { get; }

    long ProtocolVersion { get; }

    string Host { get; }

    int Port { get; }

    bool HeadersSupported { get; }

    bool AuthRequired { get; }

    bool TlsRequired { get; }

    bool TlsVerify { get; }

    bool TlsAvailable { get; }

    int MaxPayload { get; }

    bool JetStreamAvailable { get; }

    ulong ClientId { get; }

    string ClientIp { get; }

    string? Nonce { get; }

    string? Cluster { get; }

    string[]? ClientConnectUrls { get; }

    bool LameDuckMode { get; }
}
