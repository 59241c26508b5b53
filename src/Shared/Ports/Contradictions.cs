using IrcNats.Events;
using IrcNats.Wire;

namespace IrcNats.Ports;

/// <summary>
/// Whether what a process hears fits the log that it has. If not, the stream was deleted or an older copy was put in
/// its place, perhaps while no connection broke. Contradictions that come too often are not looked into, so that nobody
/// can keep the process busy by forging them. For any thread.
/// </summary>
sealed class Contradictions(TimeProvider time)
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    // Where the process is in the log, the newest epoch up to there, and the newest entry that was broadcast.
    private ulong _seq, _epoch, _broadcast;
    // An entry that its own epoch gave reason to doubt, and which was looked into.
    private ulong _doubted;
    // The epoch of the newest entry if it is an earlier one than that of an entry before; else 0.
    private ulong _replaced;
    private long? _found;

    /// <summary>The process has the log up to this sequence; what comes next is not of an earlier epoch.</summary>
    public void StandAt(ulong seq, ulong epoch)
    {
        lock (_gate) (_seq, _epoch, _replaced) = (seq, epoch, 0);
    }

    /// <summary>An entry is the next that the process has.</summary>
    public void Took(ulong seq, Entry? entry)
    {
        lock (_gate)
        {
            _seq = seq;
            if (entry is null) return;
            _replaced = entry.Epoch < _epoch ? entry.Epoch : 0;
            _epoch = Math.Max(_epoch, entry.Epoch);
        }
    }

    /// <summary>
    /// A root says that the log was at this sequence in its epoch. Its election is not behind that sequence, so a
    /// process that has the log up to there knows the epoch. An older epoch is that of a replaced root, or the log went
    /// back behind the election of the newer one.
    /// </summary>
    public bool InWord(ulong epoch, ulong seq)
    {
        lock (_gate) return ((epoch > _epoch && seq <= _seq) || epoch < _epoch) && IsNews();
    }

    /// <summary>An entry was broadcast. Entries of one log are broadcast once each, and in order.</summary>
    public bool InBroadcast(ulong seq)
    {
        lock (_gate)
        {
            bool isRepeated = seq <= _broadcast;
            _broadcast = seq;
            return isRepeated && IsNews();
        }
    }

    /// <summary>
    /// The log's next entry is of an epoch whose election did not come; or it is an election itself, and the entry
    /// before it may be another in the log by now: nothing in an election says what it follows. Or it is the first of
    /// an earlier epoch: a root that was replaced may have had some under way, or the log is another, written by roots
    /// whose clocks are behind. True once for each entry.
    /// </summary>
    /// <param name="isBehindRead">The entry before it was just read from the stream.</param>
    public bool InEntry(ulong seq, Entry entry, bool isBehindRead)
    {
        lock (_gate)
        {
            bool isElection = entry.Outcomes is [{ Events: [RootElected, ..] }, ..];
            bool isLed = entry.Epoch == _epoch || entry.Epoch == _replaced || (isElection && isBehindRead);
            if (isLed || seq == _doubted) return false;
            _doubted = seq;
            return true;
        }
    }

    private bool IsNews()
    {
        if (_found is { } before && time.GetElapsedTime(before) < s_pause) return false;
        _found = time.GetTimestamp();
        return true;
    }
}
