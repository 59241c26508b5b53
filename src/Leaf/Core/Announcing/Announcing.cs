using IrcNats.Events;
using IrcNats.Replication;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Leaf.Core;

/// <summary>Takes the log in: applies each entry to the replica, shows it, and lets out what waited for it.</summary>
sealed class Announcing(
    Replica replica, Announcer announcer, Requests requests, Replies replies, Ages ages, Alarms alarms)
{
    /// <summary>An event did not fit: nothing is applied any more until the replica begins again.</summary>
    public bool IsSpoilt { get; private set; }

    /// <summary>The next entry of the log.</summary>
    public void Apply(ulong seq, Entry entry)
    {
        replica.SawRoot();
        if (IsSpoilt) return;
        try
        {
            Replay.Apply(replica.Network, seq, entry, announcer);
        }
        catch (UnfitEventException unfit)
        {
            IsSpoilt = true;
            announcer.Abandon();
            alarms.Spoilt?.Invoke(seq, unfit.Message);
            return;
        }

        replica.Stamped(replica.Network.Time);
        ages.Applied();
        requests.GoTo(replica.Network.Epoch, replica.Now);
        replies.ReleaseGated();
    }

    /// <summary>An entry cannot be read; every replica passes over it.</summary>
    public void Skip(ulong seq)
    {
        if (IsSpoilt) return;
        replica.Network.Skip(seq);
        replies.ReleaseGated();
    }

    /// <summary>The replica begins again.</summary>
    public void BeginAgain() => IsSpoilt = false;
}
