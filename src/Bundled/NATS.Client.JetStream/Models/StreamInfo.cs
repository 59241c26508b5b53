namespace NATS.Client.JetStream.Models;

/// <summary>A stream's configuration and present state.</summary>
public record StreamInfo
{
    public StreamConfig Config { get; set; } = new();

    public StreamState State { get; set; } = new();

    public DateTimeOffset Created { get; set; }

    public DateTimeOffset Ts { get; set; }

    public ClusterInfo? Cluster { get; set; }
}

/// <summary>How much a stream holds.</summary>
public record StreamState
{
    public long Messages { get; set; }

    public long Bytes { get; set; }

    public ulong FirstSeq { get; set; }

    public string? FirstTs { get; set; }

    public ulong LastSeq { get; set; }

    public string? LastTs { get; set; }

    public ICollection<long>? Deleted { get; set; }

    public IDictionary<string, long>? Subjects { get; set; }

    public long NumSubjects { get; set; }

    public long NumDeleted { get; set; }

    public long ConsumerCount { get; set; }
}

/// <summary>Where a stream's leader is.</summary>
public record ClusterInfo
{
    public string? Name { get; set; }

    public string? Leader { get; set; }

    public ICollection<PeerInfo>? Replicas { get; set; }
}

/// <summary>One follower of a stream's leader.</summary>
public record PeerInfo
{
    public string? Name { get; set; }

    public bool Current { get; set; }

    public bool Offline { get; set; }

    /// <summary>Since it was last heard of.</summary>
    public TimeSpan Active { get; set; }

    /// <summary>Operations it is behind.</summary>
    public ulong Lag { get; set; }
}

/// <summary>What more is wanted with a stream's information.</summary>
public record StreamInfoRequest
{
    public bool DeletedDetails { get; set; }

    public string? SubjectsFilter { get; set; }

    public int Offset { get; set; }
}
