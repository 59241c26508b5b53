namespace IrcNats.Replication;

/// <summary>What of the log is to go.</summary>
/// <param name="MostBytes">As much of its beginning as is beyond that.</param>
/// <param name="NotBefore">What is older; the network's time, Unix milliseconds. Null: no matter how old.</param>
/// <param name="Archived">
/// Only what is before this entry, and before the archiver's place: the history is archived up to there. Null: nothing
/// is archived.
/// </param>
public sealed record LogTrim(long MostBytes, long? NotBefore, ulong? Archived);

/// <summary>How long the log is.</summary>
/// <param name="Needed">The first entry that has to stay.</param>
/// <param name="IsForArchive">It has to stay for the archive; else for a snapshot.</param>
public sealed record LogLength(ulong First, ulong Last, long Bytes, ulong Needed, bool IsForArchive);
