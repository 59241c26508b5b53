namespace IrcNats.Ports;

/// <summary>What a process says of itself in the service directory: counts since its start.</summary>
public readonly record struct ServiceCounts(long Requests, long Errors, string LastError, TimeSpan ProcessingTime);

/// <summary>A process in the directory. Metadata and counts are asked for each time, from any thread.</summary>
public sealed record ServiceIdentity
{
    /// <summary>In the metadata: its build's level, and the network's as it has it.</summary>
    public const string Level = "level", NetworkLevel = "network-level";

    /// <summary>ircnats-root or ircnats-leaf.</summary>
    public required string Name { get; init; }
    /// <summary>Unique: node name and start.</summary>
    public required string Id { get; init; }
    public required string Description { get; init; }
    /// <summary>Name and subject of the one thing it does.</summary>
    public required string Endpoint { get; init; }
    public required string Subject { get; init; }
    public required DateTimeOffset Started { get; init; }
    /// <summary>role, node, network, seq, clients …</summary>
    public required Func<IReadOnlyDictionary<string, string>> Metadata { get; init; }
    public required Func<ServiceCounts> Counts { get; init; }
}
