using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.History;

/// <summary>What every archive does with a batch before it stores it.</summary>
public static class HistoryBatch
{
    /// <summary>What of a batch is new to an archive, as it is to be stored.</summary>
    /// <exception cref="ArgumentException">The batch is not in order, or too large.</exception>
    public static IReadOnlyList<Archived> New(IReadOnlyList<HistoryItem> batch, ArchivedUpTo? upTo)
    {
        Check(batch);
        List<Archived> wanted = [];
        long time = upTo?.Time ?? long.MinValue;
        foreach (var (target, message) in batch)
        {
            if (upTo?.Includes(message.Mark, target.Key) == true) continue;
            time = Math.Max(time, message.Time);
            wanted.Add(new Archived(
                Payload.FormatVersion, target.Key, time == message.Time ? message : message with { Time = time }));
        }

        return wanted;
    }

    /// <summary>Throws unless a step may look at so many messages.</summary>
    public static int CheckLimit(int limit) => limit is >= 1 and <= HistoryQuery.LimitMax
        ? limit
        : throw new ArgumentOutOfRangeException(nameof(limit), limit, $"1 to {HistoryQuery.LimitMax} messages");

    private static void Check(IReadOnlyList<HistoryItem> batch)
    {
        if (batch.Count > HistoryQuery.LimitMax)
            throw new ArgumentException($"{batch.Count} messages, at most {HistoryQuery.LimitMax}", nameof(batch));
        for (int i = 1; i < batch.Count; i++)
        {
            Mark before = batch[i - 1].Message.Mark, here = batch[i].Message.Mark;
            if (before < here) continue;
            if (before > here || string.CompareOrdinal(batch[i - 1].Target.Key, batch[i].Target.Key) >= 0)
                throw new ArgumentException($"{here} of '{batch[i].Target}' is not behind {before}", nameof(batch));
        }
    }
}
