namespace IrcNats.Root.Core;

/// <summary>What a root is told when it starts. Times in milliseconds.</summary>
/// <param name="Name">This root's, unlike any other that runs.</param>
/// <param name="SnapshotEvery">Entries of the log from one snapshot to the next.</param>
/// <param name="DigestEvery">From one digest of the network in the log to the next.</param>
public sealed record RootSettings(string Name, int SnapshotEvery, long DigestEvery)
{
    /// <summary>From one look whether a snapshot is due to the next.</summary>
    public long SnapshotLook { get; init; } = 5000;

    /// <summary>From one look whose turn it is to archive to the next.</summary>
    public long ArchiveLook { get; init; } = 5000;

    /// <summary>From one look whether the log is to be trimmed to the next; 0: it is not this root's to trim.</summary>
    public long TrimLook { get; init; } = 60_000;

    /// <summary>There is something that the history can be archived in.</summary>
    public bool HasArchive { get; init; } = true;

    /// <summary>The network has no other root: this one waits for no operator when it starts.</summary>
    public bool IsAlone { get; init; }

    /// <summary>While this root is active, the network's level is not raised.</summary>
    public bool KeepLevel { get; init; }
}

/// <summary>How a root stands, for whoever asks: its directory entry and its metrics. Never changes: the next one is
/// another.</summary>
/// <param name="IsActive">It writes; else it stands by.</param>
/// <param name="Seq">The newest entry of the log that it has; of an active one: that it knows to be stored.</param>
/// <param name="Level">The network's.</param>
public sealed record RootState(bool IsActive, ulong Epoch, ulong Seq, int Level);
