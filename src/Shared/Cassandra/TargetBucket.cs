using Cassandra;
using IrcNats.History;
using IrcNats.State;

namespace IrcNats.Cassandra;

/// <summary>A stretch of time in which a target has messages, and the first of them.</summary>
readonly record struct TargetBucket(int Number, Mark First)
{
    /// <summary>A target's buckets, newest first.</summary>
    public static async Task<List<TargetBucket>> OfAsync(
        CassandraSession session, string target, CancellationToken stop)
    {
        List<TargetBucket> all = [];
        BoundStatement select = session.Tables.Buckets.Bind(session.Network, target);
        await foreach (Row row in session.RowsAsync(select, 1000, stop))
            all.Add(new TargetBucket(row.GetValue<int>("bucket"), CassandraSession.MarkOf(row)));
        return all;
    }

    /// <summary>Those of them that may have what is asked for, in the order in which it is taken.</summary>
    public static List<TargetBucket> Within(HistoryQuery query, List<TargetBucket> newestFirst)
    {
        List<TargetBucket> within = [];
        Mark? next = null;
        foreach (TargetBucket bucket in newestFirst)
        {
            if (IsEarlyEnough(query, bucket) && IsLateEnough(query, bucket, next)) within.Add(bucket);
            next = bucket.First;
        }

        if (!query.TakesNewest) within.Reverse();
        return within;
    }

    private static bool IsEarlyEnough(HistoryQuery query, TargetBucket bucket) => query.Upper switch
    {
        { Mark: { } mark } => bucket.First <= mark,
        { Time: var time } => bucket.Number <= HistoryTables.Bucket(time),
        null => true,
    };

    private static bool IsLateEnough(HistoryQuery query, TargetBucket bucket, Mark? next)
    {
        if (query.Since > 0 && bucket.Number < HistoryTables.Bucket(query.Since)) return false;
        return query.Lower switch
        {
            { Mark: { } mark } => next is not { } behind || behind > mark,
            { Time: var time } => bucket.Number >= HistoryTables.Bucket(time),
            null => true,
        };
    }
}
