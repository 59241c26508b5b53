namespace IrcNats.Root.Archiving;

/// <summary>What an archiver has done, for the metrics. The run writes it, everybody reads it.</summary>
sealed class ArchiveCounts
{
    private long _messages, _batches, _deleted, _waiting, _waitsSince, _silentSince;

    public long Messages => Interlocked.Read(ref _messages);
    public long Batches => Interlocked.Read(ref _batches);
    public long Deleted => Interlocked.Read(ref _deleted);
    /// <summary>Messages and deletions that are read from the log and not in the archive yet.</summary>
    public long Waiting => Interlocked.Read(ref _waiting);
    /// <summary>Network's time when the first of these was said, Unix milliseconds; 0: none waits.</summary>
    public long WaitsSince => Interlocked.Read(ref _waitsSince);

    /// <summary>Timestamp since which the archive takes nothing; 0: it takes what it is given.</summary>
    public long SilentSince
    {
        get => Interlocked.Read(ref _silentSince);
        set => Interlocked.Exchange(ref _silentSince, value);
    }

    /// <summary>Seconds since the first of what waits was said; 0: nothing waits.</summary>
    public double Behind(TimeProvider time) => WaitsSince is > 0 and var since
        ? Math.Max(0, time.GetUtcNow().ToUnixTimeMilliseconds() - since) / 1000.0
        : 0;

    /// <summary>Seconds for which the archive has taken nothing.</summary>
    public double Silence(TimeProvider time) =>
        SilentSince is not 0 and var since ? time.GetElapsedTime(since).TotalSeconds : 0;

    public void Wait(int waiting, long? since)
    {
        Interlocked.Exchange(ref _waiting, waiting);
        Interlocked.Exchange(ref _waitsSince, since ?? 0);
    }

    public void Appended(int messages)
    {
        Interlocked.Add(ref _messages, messages);
        Interlocked.Increment(ref _batches);
    }

    public void Erased(int messages) => Interlocked.Add(ref _deleted, messages);
}
