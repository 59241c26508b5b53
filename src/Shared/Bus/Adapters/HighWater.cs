namespace IrcNats.Adapters;

/// <summary>
/// The furthest entry of the log that was heard of. In a cluster a server that has just become the leader, or does not
/// know yet that it is none, may say that the log ends before it: for a while that is not believed.
/// </summary>
sealed class HighWater(TimeProvider time)
{
    // Longer than a leader needs to catch up with what it has agreed to, or to hear that there is another.
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

    /// <summary>Whether a log that is said to end there is to be taken as it is.</summary>
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
