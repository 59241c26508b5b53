using IrcNats.Replication;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Root;

/// <summary>
/// The network of a root that does not write: fed by the follower's task, read by the service only between entries.
/// </summary>
sealed class StandbyReplica(NetworkSnapshot? saved, TimeProvider time) : ILogSink
{
    private readonly Lock _gate = new();
    private Network _network = saved is null ? new Network() : Network.Load(saved);
    private long _heard = time.GetTimestamp();

    /// <summary>Time since an entry or a beat of a root came.</summary>
    public TimeSpan Silence => time.GetElapsedTime(Volatile.Read(ref _heard));

    public void HeardRoot() => Volatile.Write(ref _heard, time.GetTimestamp());

    /// <summary>Reads the network while no entry is being applied.</summary>
    public T Read<T>(Func<Network, T> read)
    {
        lock (_gate) return read(_network);
    }

    public ValueTask EntryAsync(ulong seq, Entry entry)
    {
        lock (_gate) Replay.Apply(_network, seq, entry);
        HeardRoot();
        return ValueTask.CompletedTask;
    }

    public ValueTask SkippedAsync(ulong seq, string why)
    {
        lock (_gate) _network.Skip(seq);
        return ValueTask.CompletedTask;
    }

    public ValueTask ReloadedAsync(NetworkSnapshot saved)
    {
        lock (_gate) _network = Network.Load(saved);
        return ValueTask.CompletedTask;
    }
}
