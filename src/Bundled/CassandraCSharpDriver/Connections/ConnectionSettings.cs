namespace Cassandra.Connections;

/// <summary>How the connections of one cluster behave.</summary>
internal sealed record ConnectionSettings
{
    public required SocketOptions Sockets { get; init; }

    public required PoolingOptions Pooling { get; init; }

    public SSLOptions? Ssl { get; init; }

    public (string Username, string Password)? Credentials { get; init; }

    public string? ApplicationName { get; init; }

    public AgreedVersion Version { get; } = new();
}

/// <summary>The newest protocol version that no server has refused yet. All connections use the same one.</summary>
internal sealed class AgreedVersion
{
    private int _value = Protocol.ProtocolLimits.NewestVersion;

    public byte Value => (byte)Volatile.Read(ref _value);

    /// <summary>Notes that a server refuses a version; false when there is no older one to try.</summary>
    public bool Lower(byte refused)
    {
        if (refused <= Protocol.ProtocolLimits.OldestVersion) return false;
        Interlocked.CompareExchange(ref _value, refused - 1, refused);
        return true;
    }
}
