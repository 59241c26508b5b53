using System.Text.Json.Serialization;

namespace NATS.Client.JetStream.Models;

/// <summary>
/// How a stream stores and what it keeps. Whatever has its default value is left to the server, so that older servers
/// are never sent what they do not know. https://docs.nats.io/nats-concepts/jetstream/streams#configuration
/// </summary>
public record StreamConfig
{
    public StreamConfig()
    {
    }

    public StreamConfig(string name, ICollection<string> subjects)
    {
        Name = name;
        Subjects = subjects;
    }

    public string? Name { get; set; }

    public string? Description { get; set; }

    public ICollection<string>? Subjects { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public StreamConfigRetention Retention { get; set; }

    public int MaxConsumers { get; set; }

    public long MaxMsgs { get; set; }

    public long MaxMsgsPerSubject { get; set; }

    public long MaxBytes { get; set; }

    public TimeSpan MaxAge { get; set; }

    public int MaxMsgSize { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public StreamConfigStorage Storage { get; set; }

    public StreamConfigCompression Compression { get; set; }

    public int NumReplicas { get; set; }

    public bool NoAck { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public StreamConfigDiscard Discard { get; set; }

    public TimeSpan DuplicateWindow { get; set; }

    public Placement? Placement { get; set; }

    public bool Sealed { get; set; }

    public bool DenyDelete { get; set; }

    public bool DenyPurge { get; set; }

    public bool AllowRollupHdrs { get; set; }

    public bool AllowDirect { get; set; }

    public bool MirrorDirect { get; set; }

    public Republish? Republish { get; set; }

    public bool DiscardNewPerSubject { get; set; }

    public IDictionary<string, string>? Metadata { get; set; }
}

/// <summary>What makes a message leave a stream.</summary>
public enum StreamConfigRetention
{
    Limits = 0,
    Interest = 1,
    Workqueue = 2,
}

/// <summary>Where a stream lives.</summary>
public enum StreamConfigStorage
{
    File = 0,
    Memory = 1,
}

/// <summary>Which message goes when a stream is full.</summary>
public enum StreamConfigDiscard
{
    Old = 0,
    New = 1,
}

/// <summary>How a stream's file is compressed (nats-server 2.10 and newer).</summary>
public enum StreamConfigCompression
{
    None = 0,
    S2 = 1,
}

/// <summary>Publishing stored messages again under another subject.</summary>
public record Republish
{
    public string? Src { get; set; }

    public string? Dest { get; set; }

    public bool HeadersOnly { get; set; }
}

/// <summary>Which servers a stream may live on.</summary>
public record Placement
{
    public string? Cluster { get; set; }

    public ICollection<string>? Tags { get; set; }
}
