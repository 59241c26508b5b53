using IrcNats.Replication;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Leaf.Core;

/// <summary>
/// Every unit reads this: the network as the log has brought it so far, which of this leaf's sessions are in it, and
/// the time of the step that the loop is feeding in.
/// </summary>
sealed class Replica
{
    private readonly HeardTime _time = new();
    private long _rootSeen;

    /// <param name="saved">The snapshot to begin from; null for the beginning of the log.</param>
    public Replica(NetworkSnapshot? saved) => Network = saved is null
        ? new Network(Local, holdsAccounts: false)
        : Network.Load(saved, Local, holdsAccounts: false);

    public LocalMembers Local { get; } = new();

    public Network Network { get; private set; }

    public NetworkConfig Config => Network.Config;

    /// <summary>The time of this step by the leaf's steady clock: for durations.</summary>
    public long Now { get; set; }

    /// <summary>The network's time, Unix milliseconds: what clients are told.</summary>
    public long Time => _time.At(Now);

    /// <summary>How far this leaf's sessions are shown what was said.</summary>
    public Shown Shown => new(new Mark(Network.Epoch, new Position(Network.Seq + 1, 0)), Time);

    /// <summary>Nothing was heard of a root for so long that reads are answered from what is known here.</summary>
    public bool RootIsQuiet => Now - _rootSeen > LeafCore.RootQuietAfter;

    /// <summary>Nothing was heard of a root for so long that users are to be told.</summary>
    public bool StandsStill => Now - _rootSeen > LeafCore.FrozenAfter;

    /// <summary>Something was heard of the active root just now.</summary>
    public void SawRoot() => _rootSeen = Now;

    /// <summary>The active root said what time it is.</summary>
    public void Said(long time) => _time.Said(time, Now);

    /// <summary>The log was written at that time.</summary>
    public void Stamped(long time) => _time.Stamped(time, Now);

    /// <summary>Begins again from a snapshot. Its local users must be in <see cref="Local"/> before.</summary>
    public void Begin(NetworkSnapshot saved) => Network = Network.Load(saved, Local, holdsAccounts: false);

    /// <summary>Another process may not know what this one would ask.</summary>
    public bool IsTooNew(Ask ask) => Levels.Of(ask) > Network.Level;
}
