using System.Runtime.CompilerServices;
using IrcNats.History;

namespace IrcNats.Adapters;

/// <summary>
/// Reads a target's messages by the links in them (<see cref="HistoryLinks"/>): from the newest one far back in few
/// steps, then a page along the lists of recent ones. What was deleted is missing in the lists, and passed over.
/// </summary>
sealed class HistoryReader(HistoryStream stream)
{
    // What is read beyond a page because the way back ended near it, and not at it.
    private const int Slack = 9;

    // A page whose messages were mostly deleted is read again from so many times farther on.
    private const int Further = 4;

    /// <summary>The page of a query.</summary>
    public async Task<HistoryPage> ReadAsync(HistoryQuery query, CancellationToken stop)
    {
        List<string> unreadable = [];
        List<HistoryMessage> found = await FindAsync(query, unreadable, stop);
        return HistoryPage.Of(query, [.. found.Select(m => m.Archived!.Message)]) with { Unreadable = unreadable };
    }

    /// <summary>What is in a query's range, oldest first: at least one more than its limit if there are so many.
    /// </summary>
    public async Task<List<HistoryMessage>> FindAsync(
        HistoryQuery query, List<string> unreadable, CancellationToken stop)
    {
        HistoryMessage? last = await LastAsync(query.Target, unreadable, stop);
        if (last is null || !query.IsAbove(last.Archived!.Message)) return [];
        return query.TakesNewest
            ? await NewestAsync(query, last, unreadable, stop)
            : await OldestAsync(query, last, unreadable, stop);
    }

    private async Task<List<HistoryMessage>> NewestAsync(
        HistoryQuery query, HistoryMessage last, List<string> unreadable, CancellationToken stop)
    {
        HistoryMessage start = await DescendAsync(last, m => !query.IsBelow(m.Archived!.Message), stop);
        return await CollectAsync(query, start, query.Limit + 1, unreadable, stop);
    }

    // Links lead back only: a page behind a place is read from where its end must be.
    private async Task<List<HistoryMessage>> OldestAsync(
        HistoryQuery query, HistoryMessage last, List<string> unreadable, CancellationToken stop)
    {
        HistoryMessage first = await DescendAsync(last, m => query.IsAbove(m.Archived!.Message), stop);
        for (long wanted = query.Limit + 1; ; wanted *= Further)
        {
            ulong end = first.Links!.Number + (ulong)wanted;
            HistoryMessage start = await DescendAsync(last, m => m.Links!.Number > end, stop);
            List<string> passed = [];
            List<HistoryMessage> found = await CollectAsync(query, start, most: int.MaxValue, passed, stop);
            if (found.Count <= query.Limit && start != last && query.IsBelow(start.Archived!.Message)) continue;
            unreadable.AddRange(passed);
            return found;
        }
    }

    /// <summary>Back from a message, itself included, as long as they are above the range's beginning.</summary>
    private async Task<List<HistoryMessage>> CollectAsync(
        HistoryQuery query, HistoryMessage start, int most, List<string> unreadable, CancellationToken stop)
    {
        List<HistoryMessage> found = [];
        string subject = HistorySubjects.Of(stream.Subjects, query.Target);
        await foreach (HistoryMessage message in BackAsync(subject, start, query.Limit + Slack, stop))
        {
            if (message.Archived is not { } archived)
            {
                Report(message, unreadable);
                continue;
            }

            if (!query.IsAbove(archived.Message)) break;
            // Another target may have the same subject.
            if (archived.Target == query.Target.Key && query.IsBelow(archived.Message)) found.Add(message);
            if (found.Count >= most) break;
        }

        found.Reverse();
        return found;
    }

    /// <summary>
    /// From a message back to the oldest that is still too late, as far as stations lead: where the wanted ones begin
    /// is then only a few messages away. A message that is not too late itself is where it begins.
    /// </summary>
    private async Task<HistoryMessage> DescendAsync(
        HistoryMessage from, Func<HistoryMessage, bool> isTooLate, CancellationToken stop)
    {
        if (!isTooLate(from)) return from;
        while (true)
        {
            HistoryMessage?[] stations = await stream.GetManyAsync(from.Links!.Stations(), stop);
            HistoryMessage? next = stations.LastOrDefault(m => m is { Archived: not null } && isTooLate(m));
            if (next is null) return from;
            from = next;
        }
    }

    /// <summary>The newest message; null: there is none.</summary>
    private async Task<HistoryMessage?> LastAsync(
        HistoryTarget target, List<string> unreadable, CancellationToken stop)
    {
        string subject = HistorySubjects.Of(stream.Subjects, target);
        return await stream.LastAsync(subject, stop) is { } last
            ? await NewestAsync(subject, last, unreadable, stop)
            : null;
    }

    /// <summary>
    /// The newest message of a subject, of which this is the last thing: a note stands there when the newest message
    /// was deleted. Null: there are only notes, and what cannot be read.
    /// </summary>
    /// <param name="unreadable">What cannot be read is reported here.</param>
    public async Task<HistoryMessage?> NewestAsync(
        string subject, HistoryMessage last, List<string> unreadable, CancellationToken stop)
    {
        await foreach (HistoryMessage message in BackAsync(subject, last, expected: 1, stop))
        {
            if (message.Archived is not null) return message;
            Report(message, unreadable);
        }

        return null;
    }

    /// <summary>
    /// Something in a subject and all before it, newest first: messages, notes, and what cannot be read.
    /// </summary>
    private async IAsyncEnumerable<HistoryMessage> BackAsync(
        string subject, HistoryMessage from, int expected, [EnumeratorCancellation] CancellationToken stop)
    {
        yield return from;
        HistoryMessage? newest = from;
        ulong[] list = [];
        for (ulong oldest = from.Seq; ;)
        {
            // Whoever has links knows more of what is before it.
            if (newest?.Links is { } links)
            {
                if (links.Number == 1) yield break;
                (list, oldest) = (links.Recent, newest.Seq);
            }

            newest = null;
            if (list.Length == 0)
            {
                newest = await stream.BeforeAsync(subject, oldest, stop);
                if (newest is null) yield break;
                oldest = newest.Seq;
                yield return newest;
                continue;
            }

            int part = Math.Clamp(expected, Math.Min(Slack, list.Length), list.Length);
            foreach (HistoryMessage? message in await stream.GetManyAsync(list[..part], stop))
            {
                if (message is null) continue;
                yield return message;
                expected--;
                if (message.Links is not null) newest = message;
            }

            (list, oldest) = (list[part..], list[part - 1]);
        }
    }

    private static void Report(HistoryMessage message, List<string> unreadable)
    {
        if (message.Fault is { } fault) unreadable.Add(fault);
    }
}
