using IrcNats.Replication;
using IrcNats.Wire;

namespace IrcNats.Ports;

/// <summary>Finds out where a log is to begin from now on.</summary>
static class LogTrimming
{
    /// <summary>
    /// The first entry that has to stay, and whether the archive needs it. The entry that a snapshot is as of stays: it
    /// shows that the snapshot is of this log.
    /// </summary>
    /// <param name="snapshots">Sequences of the newest snapshots, the newest first.</param>
    /// <param name="place">Of the archiver's place; null: there is none.</param>
    public static (ulong Seq, bool IsForArchive) Needed(IReadOnlyList<ulong> snapshots, ulong? place, LogTrim trim)
    {
        // With fewer, somebody may still begin at the log's beginning.
        ulong saved = snapshots.Count < 2 ? 0 : snapshots[1];
        if (trim.Archived is not { } upTo) return (saved, false);
        ulong archived = Math.Min(upTo, place ?? 0);
        return (Math.Min(saved, archived), archived < saved);
    }

    /// <summary>The entry with which the log begins if all goes that is to go and does not have to stay.</summary>
    public static async Task<ulong> FirstAsync(LogReader reader, LogLength now, LogTrim trim)
    {
        if (now.Needed <= now.First || now.Last < now.First) return now.First;
        ulong first = now.First;
        if (now.Bytes > trim.MostBytes)
        {
            // As if all entries were of one length: what is too much or too little is seen to the next time.
            double share = (now.Bytes - trim.MostBytes) / (double)now.Bytes;
            first += (ulong)Math.Ceiling(share * (now.Last - now.First + 1));
        }

        if (trim.NotBefore is { } oldest) first = Math.Max(first, await SinceAsync(reader, now, oldest));
        return Math.Min(first, now.Needed);
    }

    // The first entry of that time or later: times never go back within a log.
    private static async Task<ulong> SinceAsync(LogReader reader, LogLength now, long oldest)
    {
        (ulong from, ulong to) = (now.First, now.Needed);
        while (from < to)
        {
            ulong middle = from + ((to - from) / 2);
            bool isOld = await reader.GetAsync(middle) is { } bytes && Codec.TryDecode(bytes, out Entry? entry, out _)
                && entry.Outcomes is [.., { } last] && last.Time < oldest;
            if (isOld) from = middle + 1;
            else to = middle;
        }

        return from;
    }
}
