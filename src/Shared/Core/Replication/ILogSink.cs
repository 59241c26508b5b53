using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Replication;

/// <summary>
/// Who follows the log: told of every entry once, in order, without gaps. The follower waits for each call, so a slow
/// sink slows only itself down.
/// </summary>
public interface ILogSink
{
    ValueTask EntryAsync(ulong seq, Entry entry);

    /// <summary>The entry at this sequence cannot be read; every replica passes over it.</summary>
    ValueTask SkippedAsync(ulong seq, string why);

    /// <summary>What the sink has is of no use any more: it begins again from this snapshot.</summary>
    ValueTask ReloadedAsync(NetworkSnapshot saved, ReloadReason why);
}

/// <summary>Why a replica begins again.</summary>
public enum ReloadReason
{
    /// <summary>It was too far behind: the log does not have any more what it had to read next.</summary>
    Behind,
    /// <summary>It was not what the log says.</summary>
    Wrong,
    /// <summary>The log went back: what the replica had of it is gone, and what comes is another log.</summary>
    WentBack,
}
