using IrcNats.Events;
using IrcNats.Replication;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Root.Core;

/// <summary>
/// The network of a root as the log brings it, and what is heard of the root that writes it: its pulse and its time.
/// While this root writes itself, the writer goes on with the same network.
/// </summary>
sealed class Replica(Network network, IRootShell shell, IRootAlarms alarms, Moment now)
{
    private readonly BuildAge _age = new();
    private HeardTime _heard = new();
    private bool _saidFormat;
    private ulong _lost;

    public Network Network { get; private set; } = network;

    public RootPulse Pulse { get; private set; } = new(now.Steady);

    /// <summary>An event did not fit: the network is half changed until it is made anew from the log.</summary>
    public bool IsSpoilt { get; private set; }

    /// <summary>The newest epoch that the log had as long as this root follows it, even if the log went back and lost
    /// it.</summary>
    public ulong NewestEpoch => Math.Max(_lost, Network.Epoch);

    /// <summary>The network's time as of now; null: no root was heard that lives.</summary>
    public long? Time(Moment now) => _heard.IsHeard ? _heard.At(now.Steady) : null;

    /// <summary>A beat. Of a root that was replaced it tells nothing: then it is no pulse.</summary>
    public bool Heard(Beat beat, Moment now)
    {
        if (beat.Epoch < Network.Epoch) return false;
        Pulse.Beat(now.Steady);
        _heard.Said(beat.Time, now.Steady);
        EndIfTooOld(_age.Beaten(Network, beat));
        return true;
    }

    /// <summary>This root wrote until now, and the network's time was this: it begins to hear another.</summary>
    public void StandAgain(long time, Moment now)
    {
        (Pulse, _heard) = (new RootPulse(now.Steady), new HeardTime());
        _heard.Said(time, now.Steady);
    }

    /// <summary>The log's next entry.</summary>
    public void Entry(ulong seq, Entry entry, Moment now)
    {
        if (IsSpoilt) return;
        foreach (DigestMarked mark in entry.Outcomes.SelectMany(o => o.Events).OfType<DigestMarked>())
            if (Replay.Counts(Network, entry)) Compare(mark);
        try
        {
            Replay.Apply(Network, seq, entry);
        }
        catch (UnfitEventException)
        {
            IsSpoilt = true;
            shell.Rebuild(seq);
            return;
        }

        EndIfTooOld(_age.Applied(Network));
        Pulse.Beat(now.Steady);
    }

    /// <summary>The log's next entry cannot be read.</summary>
    public void Skipped(ulong seq)
    {
        if (!IsSpoilt) Network.Skip(seq);
    }

    /// <summary>The network as it is from now on, instead of what came before.</summary>
    public void Reloaded(NetworkSnapshot saved, ReloadReason why)
    {
        if (why == ReloadReason.Wrong && !IsSpoilt)
            alarms.Mended(NetworkDifference.Between(Network.Save(), saved));
        _lost = NewestEpoch;
        (Network, IsSpoilt) = (Network.Load(saved), false);
        EndIfTooOld(_age.Applied(Network));
    }

    private void Compare(DigestMarked mark)
    {
        if (!mark.IsComparable && !_saidFormat) alarms.Incomparable();
        _saidFormat = !mark.IsComparable;
        if (!mark.IsComparable) return;
        (string own, string right) = (Shown(Codec.Digest(Network), Network.AccountsDigest),
            Shown(mark.Digest, mark.Accounts));
        if (own == right) return;
        alarms.Diverged(own, right);
        shell.Rebuild(at: null);
    }

    private static string Shown(string digest, string? accounts) =>
        accounts is null ? digest : $"{digest}, accounts {accounts}";

    private void EndIfTooOld(string? why)
    {
        if (why is not null) shell.End(why, BuildLevel.TooOldExit);
    }
}
