using IrcNats.Events;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Replication;

/// <summary>Is told of an entry as it is applied, event by event. So a leaf shows the entry to its sessions.</summary>
public interface IReplayWatch
{
    /// <summary>An outcome begins; its events follow.</summary>
    void Begin(Outcome outcome);

    /// <summary>The network is as it was just before the event.</summary>
    void Before(in Stamp stamp, Event happened);

    /// <summary>The network is as it is just after the event.</summary>
    void After(in Stamp stamp, Event happened);

    /// <summary>All events of the outcome are applied.</summary>
    void End(Outcome outcome);
}

/// <summary>
/// Applies entries of the log to a network. Root, standby and leaf all do it through here. All of them pass over an
/// entry that does not count.
/// </summary>
public static class Replay
{
    /// <param name="passedOver">Events that are known to fit nowhere; null for none.</param>
    /// <exception cref="InvalidOperationException">The entry does not follow: repair or reload.</exception>
    /// <exception cref="UnfitEventException"> An event does not fit. Either the replica is wrong: made anew from the
    /// log, it is right. Or the log is wrong: then nobody can apply the event, and every replica passes over it.
    /// </exception>
    public static void Apply(
        Network net, ulong seq, Entry entry, IReplayWatch? watch = null, IReadOnlySet<Position>? passedOver = null)
    {
        if (!Counts(net, entry))
        {
            net.Skip(seq);
            return;
        }

        int index = 0;
        foreach (Outcome outcome in entry.Outcomes)
        {
            watch?.Begin(outcome);
            foreach (Event happened in outcome.Events)
            {
                Stamp stamp = new(new Position(seq, index++), entry.Epoch, outcome.Time);
                if (passedOver?.Contains(stamp.At) == true) net.PassOver(stamp);
                else Apply(net, stamp, happened, watch);
            }

            if (outcome.Origin is { } origin && outcome.Events.Count > 0) net.Answered(origin, outcome.Replies);
            watch?.End(outcome);
        }
    }

    private static void Apply(Network net, in Stamp stamp, Event happened, IReplayWatch? watch)
    {
        watch?.Before(stamp, happened);
        net.Apply(stamp, happened);
        watch?.After(stamp, happened);
    }

    /// <summary>Whether the network's next entry counts.</summary>
    public static bool Counts(Network net, Entry entry) =>
        Counts(entry, net.Epoch, net.Level, net.InterruptedAt is not null);

    // A root has many entries under way, each fenced by the one before. If one is refused, the next may slip in behind
    // the entry that took its place. So only the root elected last counts, and only until another entry stands between.
    // A root whose build is older than the network does not know the network's state, so its election does not count.
    /// <summary>
    /// Whether an entry counts, in the epoch of the root elected last, at the network's level, and interrupted or not
    /// since.
    /// </summary>
    public static bool Counts(Entry entry, ulong epoch, int level, bool isInterrupted) => entry.Outcomes switch
    {
        [{ Events: [RootElected elected, ..] }, ..] => elected.Epoch > epoch && entry.Version >= level,
        _ => entry.Epoch == epoch && !isInterrupted && entry.Outcomes.Any(o => o.Events.Count > 0),
    };
}
