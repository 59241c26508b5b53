using IrcNats.Replication;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Root.Core;

/// <summary>
/// The way from standing by to writing: append an election, wait until the log brings it back, stop following, and get
/// ready to append. At each step another root may have been quicker.
/// </summary>
/// <param name="won">Told when this root may write behind what its network has.</param>
/// <param name="lost">Told when it goes on standing by, and following, as before.</param>
/// <param name="late">Told when it stopped following, and another root wrote before it had begun.</param>
sealed class Candidacy(
    string name, Replica replica, RootClock clock, IRootShell shell,
    Action<Moment> won, Action<Moment> lost, Action<Moment> late)
{
    // Its own election is in the log: a root that does not get it from there in so many milliseconds ends, and is
    // started again.
    private const long OwnElection = 30_000;

    private enum Step
    {
        None,
        Electing,
        AwaitingOwnElection,
        StoppingToFollow,
        BeginningToAppend,
        GivingUp,
    }

    private Step _step;
    private ulong _seq, _epoch;
    // The log took an election in this epoch. It may lose it before it brings it here.
    private ulong _won;
    private long _deadline;

    /// <summary>When <see cref="Wake"/> has something to do.</summary>
    public long WakeAt => _step == Step.AwaitingOwnElection ? _deadline : long.MaxValue;

    /// <summary>Appends the entry that makes this node the root, behind what its network has.</summary>
    /// <param name="config">What its configuration file says.</param>
    public void Stand(NetworkConfig config, Moment now)
    {
        Network network = replica.Network;
        long? heard = replica.Time(now);
        clock.Begin(heard, network.Time, now);
        Entry election = Writer.Election(
            network, name, config, clock.Read(now), shell.Dice(Writer.EpochDice),
            Math.Max(_won, replica.NewestEpoch), isTimeKnown: heard is not null);
        (_step, _seq, _epoch) = (Step.Electing, network.Seq + 1, election.Epoch);
        shell.Elect(network.Seq, election);
    }

    /// <summary>The log took the election, or another entry was there first, or nothing is known of it.</summary>
    public void Ended(bool isElected, Moment now)
    {
        if (_step != Step.Electing) return;
        if (isElected)
        {
            (_step, _deadline, _won) = (Step.AwaitingOwnElection, now.Steady + OwnElection, _epoch);
            Moved(now);
        }
        else
        {
            _step = Step.None;
            lost(now);
        }
    }

    /// <summary>The network has moved: it has its own election, or the log has gone back behind where that was to be,
    /// and may not reach that far for long.</summary>
    public void Moved(Moment now)
    {
        ulong seq = replica.Network.Seq;
        if (_step != Step.AwaitingOwnElection || replica.IsSpoilt || seq + 1 == _seq) return;
        if (MayWrite)
        {
            _step = Step.StoppingToFollow;
            shell.StopFollowing();
        }
        else
        {
            _step = Step.GivingUp;
            shell.StopWriting();
        }
    }

    /// <summary>The last entry of others has come.</summary>
    public void FollowingStopped(Moment now)
    {
        if (_step != Step.StoppingToFollow) return;
        if (MayWrite)
        {
            _step = Step.BeginningToAppend;
            shell.BeginAppending(replica.Network.Seq);
        }
        else
        {
            _step = Step.None;
            late(now);
        }
    }

    public void AppendingBegan(Moment now)
    {
        if (_step != Step.BeginningToAppend) return;
        _step = Step.None;
        won(now);
    }

    /// <summary>Returns whether it was this candidacy that gave up.</summary>
    public bool GaveUp(Moment now)
    {
        if (_step != Step.GivingUp) return false;
        _step = Step.None;
        lost(now);
        return true;
    }

    public void Wake(Moment now)
    {
        if (now.Steady < WakeAt) return;
        _step = Step.None;
        shell.End($"its election, entry {_seq}, did not come back from the log in {OwnElection / 1000} s", 1);
    }

    private bool MayWrite => !replica.IsSpoilt && Succession.MayWrite(replica.Network, name, _epoch);
}
