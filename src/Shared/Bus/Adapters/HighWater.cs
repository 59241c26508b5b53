namespace IrcNats.Adapters;

/// <summary>
/// The furthest entry of the log that this process heard of. In a cluster a server that has just become the leader, or
/// that does not know yet that it is replaced, may say that the log ends before that entry. For a while that is not
/// believed.
/// </summary>
sealed class HighWater(TimeProvider time)
{
    // Longer than a leader needs to catch up with what it has agreed to, or to hear that it is replaced.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private ulong _seen;
    private long? _shortSince;

    public void Reaches(ulong seq)
    {
        lock (_gate)
        {
            if (seq <= _seen) return;
            (_seen, _shortSince) = (seq, null);
        }
    }

    /// <summary>Whether the log is to be taken to end there, because a server says so.</summary>
    public bool IsBelieved(ulong end)
    {
        lock (_gate)
        {
            if (end < _seen && time.GetElapsedTime(_shortSince ??= time.GetTimestamp()) < s_patience) return false;
            (_seen, _shortSince) = (end, null);
            return true;
        }
    }
}
