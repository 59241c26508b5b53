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

    /// <summary>The sink was too far behind, or the log went back: it begins again from this snapshot.</summary>
    ValueTask ReloadedAsync(NetworkSnapshot saved);
}
