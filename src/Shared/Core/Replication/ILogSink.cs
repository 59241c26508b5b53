using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Replication;

/// <summary>
/// A reader of the log. It gets every entry once, in order, without gaps. The follower waits for each call, so a slow
/// sink slows only itself down.
/// </summary>
public interface ILogSink
{
    ValueTask EntryAsync(ulong seq, Entry entry);

    /// <summary>The entry at this sequence cannot be read; every replica passes over it.</summary>
    ValueTask SkippedAsync(ulong seq, string why);

    /// <summary>What the sink has is not valid any more: it begins again from this snapshot.</summary>
    ValueTask ReloadedAsync(NetworkSnapshot saved, ReloadReason why);
}

/// <summary>Why a replica begins again.</summary>
public enum ReloadReason
{
    /// <summary>It was too far behind: the entry that it needs next is trimmed away.</summary>
    Behind,
    /// <summary>It differed from what the log says.</summary>
    Wrong,
    /// <summary>The log went back: entries that the replica has are gone, and others take their place.</summary>
    WentBack,
}
