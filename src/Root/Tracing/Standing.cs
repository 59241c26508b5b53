using IrcNats.Events;
using IrcNats.Replication;
using IrcNats.Wire;

namespace IrcNats.Root.Tracing;

/// <summary>
/// Which entries of the log count for replicas, as seen by a reader that came later and may miss some. Until it sees an
/// election, it takes the newest epoch for the elected root's.
/// </summary>
sealed class Standing
{
    private ulong _last, _epoch;
    private bool _isSure, _isInterrupted;
    // The level as far as it was seen; the network's may be higher.
    private int _level;

    /// <summary>Whether replicas apply the entry.</summary>
    public bool Counts(ulong seq, Entry entry)
    {
        Follow(seq);
        ulong? election = entry.Outcomes is [{ Events: [RootElected elected, ..] }, ..] ? elected.Epoch : null;
        if (!_isSure) _epoch = election is null ? Math.Max(_epoch, entry.Epoch) : 0;
        bool counts = Replay.Counts(entry, _epoch, _level, _isInterrupted);
        if (counts && election is { } epoch) (_epoch, _isSure, _isInterrupted) = (epoch, true, false);
        else _isInterrupted |= !counts;
        if (counts)
            foreach (LevelRaised raised in entry.Outcomes.SelectMany(o => o.Events).OfType<LevelRaised>())
                _level = raised.Level;
        return counts;
    }

    /// <summary>There was an entry that nobody can read: replicas pass over it.</summary>
    public void Unread(ulong seq)
    {
        Follow(seq);
        _isInterrupted = true;
    }

    // After a gap nothing is known.
    private void Follow(ulong seq)
    {
        if (seq - _last > 1) (_epoch, _isSure, _isInterrupted) = (0, false, false);
        _last = seq;
    }
}
