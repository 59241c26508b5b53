using IrcNats.Events;
using IrcNats.Hosting;
using IrcNats.Replication;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Root.Service;

/// <summary>
/// The network of a root that does not write: fed by the follower's task, read by the service only between entries.
/// </summary>
sealed class StandbyReplica(Network network, TimeProvider time) : ILogSink
{
    private readonly Lock _gate = new();
    private readonly BuildAge _age = new();
    private readonly TaskCompletionSource _named = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Network _network = network;
    // An event did not fit: the network is half changed until it is made anew.
    private bool _isSpoilt, _saidFormat;
    private readonly RootPulse _pulse = new(time);
    private readonly SteadyClock _clock = new(time);
    private readonly HeardTime _heard = new();
    private ulong _epoch = network.Epoch;

    /// <summary>Time since an entry or a beat of a root came.</summary>
    public TimeSpan Silence => _pulse.Silence;

    /// <summary>The root is silent for longer than it was used to be.</summary>
    public bool IsRootLate => _pulse.IsLate;

    /// <summary>The network's time as of now; null: no root was heard that lives.</summary>
    public long? NetworkTime
    {
        get { lock (_gate) return _heard.IsHeard ? _heard.At(_clock.Now) : null; }
    }

    /// <summary>The network is not what the active root has: own digest, the root's.</summary>
    public event Action<string, string>? Diverged;

    /// <summary>The root's build hashes other fields than this one: digests are not compared for now.</summary>
    public event Action? Incomparable;

    /// <summary>This build is too old for the network, and why: the process must end.</summary>
    public event Action<string>? Outdated;

    /// <summary>A network that was wrong is made anew: what was wrong with it, line by line.</summary>
    public event Action<IReadOnlyList<string>>? Mended;

    /// <summary>Completes when an active root resigns: its successor need not wait.</summary>
    public Task Named => _named.Task;

    /// <summary>A beat of a root that was replaced tells nothing.</summary>
    public void Heard(Beat beat)
    {
        if (beat.Epoch < Volatile.Read(ref _epoch)) return;
        _pulse.Beat();
        string? tooOld;
        lock (_gate)
        {
            _heard.Said(beat.Time, _clock.Now);
            tooOld = _age.Beaten(_network, beat);
        }

        if (tooOld is not null) Outdated?.Invoke(tooOld);
    }

    /// <summary>It was the root itself until now, and the network's time was this.</summary>
    public void Said(long networkTime)
    {
        lock (_gate) _heard.Said(networkTime, _clock.Now);
    }

    /// <summary>This node was cut off: silence until now says nothing of the root.</summary>
    public void Reconnected() => _pulse.Forgive();

    /// <summary>Reads the network while no entry is being applied.</summary>
    public T Read<T>(Func<Network, T> read)
    {
        lock (_gate) return read(_network);
    }

    public ValueTask EntryAsync(ulong seq, Entry entry)
    {
        lock (_gate)
        {
            foreach (DigestMarked mark in entry.Outcomes.SelectMany(o => o.Events).OfType<DigestMarked>())
                if (Replay.Counts(_network, entry)) Compare(mark);
            _isSpoilt = true;
            Replay.Apply(_network, seq, entry);
            _isSpoilt = false;
            LookAtAge();
        }

        _pulse.Beat();
        Volatile.Write(ref _epoch, _network.Epoch);
        if (_network.Successor is not null) _named.TrySetResult();
        return ValueTask.CompletedTask;
    }

    public ValueTask SkippedAsync(ulong seq, string why)
    {
        lock (_gate) _network.Skip(seq);
        return ValueTask.CompletedTask;
    }

    public ValueTask ReloadedAsync(NetworkSnapshot saved, ReloadReason why)
    {
        lock (_gate)
        {
            if (why == ReloadReason.Wrong && !_isSpoilt)
                Mended?.Invoke(NetworkDifference.Between(_network.Save(), saved));
            (_network, _isSpoilt) = (Network.Load(saved), false);
            Volatile.Write(ref _epoch, _network.Epoch);
            LookAtAge();
        }

        return ValueTask.CompletedTask;
    }

    private void Compare(DigestMarked mark)
    {
        if (!mark.IsComparable && !_saidFormat) Incomparable?.Invoke();
        _saidFormat = !mark.IsComparable;
        if (mark.IsComparable && Codec.Digest(_network) is var own && own != mark.Digest)
            Diverged?.Invoke(own, mark.Digest);
    }

    private void LookAtAge()
    {
        if (_age.Applied(_network) is { } tooOld) Outdated?.Invoke(tooOld);
    }
}
