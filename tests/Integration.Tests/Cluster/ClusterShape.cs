namespace IrcNats.Integration.Tests.Cluster;

/// <summary>The processes of a cluster, and how they are configured.</summary>
sealed record ClusterShape
{
    public int Leaves { get; init; } = 2;

    /// <summary>A second root that takes over.</summary>
    public bool Standby { get; init; }

    /// <summary>
    /// What is said is archived. That adds entries to the log at times of its own, which tests that count on the log's
    /// next sequence cannot have.
    /// </summary>
    public bool Archives { get; init; }

    /// <summary>Entries of the log; null for the root's own default.</summary>
    public int? SnapshotEvery { get; init; }

    /// <summary>The processes have the commands of tests/TestCommands too.</summary>
    public bool TestCommands { get; init; }

    /// <summary>Roots and leaves have clocks of their own: <see cref="RealCluster.SetClock"/>.</summary>
    public bool FakeClocks { get; init; }

    /// <summary>Seconds from one digest in the log to the next; null for the root's own default.</summary>
    public int? DigestEvery { get; init; }

    /// <summary>The first root reaches NATS through <see cref="RealCluster.Detour"/>.</summary>
    public bool DetourForRoot { get; init; }

    /// <summary>The first leaf reaches NATS through <see cref="RealCluster.Detour"/>.</summary>
    public bool DetourForFirstLeaf { get; init; }

    /// <summary>nats-server's own configuration; empty: its defaults.</summary>
    public string NatsSettings { get; init; } = "";

    /// <summary>
    /// Replacements in the transcripts' configuration: the text that stands there, and the text to put in its place.
    /// </summary>
    public IReadOnlyDictionary<string, string> Replaced { get; init; } = new Dictionary<string, string>();

    /// <summary>Settings besides those of the transcripts' configuration, in YAML.</summary>
    public string Settings { get; init; } = "";
}
