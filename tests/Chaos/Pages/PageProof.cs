using IrcNats.State;

namespace IrcNats.Chaos.Pages;

/// <summary>
/// Proves pages against the whole history of a channel, which is known after the end: each is complete, in order,
/// without a double, has what its reader had been shown, and nothing that the reader knew to be redacted.
/// </summary>
/// <param name="all">Every message of the channel that was ever shown, in order; those that were redacted too.</param>
/// <param name="redacted">Those that were redacted at any time: pages may lack them.</param>
sealed class PageProof(Mark[] all, IReadOnlySet<Mark> redacted)
{
    /// <summary>What is wrong with a page; null: nothing.</summary>
    /// <param name="heard">The redactions that its reader heard, in their order.</param>
    public string? Refute(Page page, IReadOnlyList<Mark> heard)
    {
        foreach (Mark gone in heard.Take(page.Redacted).Intersect(page.Marks)) return $"{gone} had been redacted";
        for (int i = 1; i < page.Marks.Count; i++)
        {
            if (page.Marks[i] == page.Marks[i - 1]) return $"{page.Marks[i]} twice";
            if (page.Marks[i] < page.Marks[i - 1]) return $"{page.Marks[i]} behind {page.Marks[i - 1]}";
            if (Missing(page.Marks[i - 1], page.Marks[i]) is { } hole) 
                return $"{hole} is missing between {page.Marks[i - 1]} and {page.Marks[i]}";
        }

        foreach (Mark mark in page.Marks)
            if (Array.BinarySearch(all, mark) < 0) return $"{mark} is not in the history";
        if (page.Marks.Count > page.Question.Limit) return $"{page.Marks.Count} messages";
        return page.Question.Asked == Asked.Around ? RefuteAround(page) : RefuteRange(page);
    }

    private string? RefuteRange(Page page)
    {
        (Question question, IReadOnlyList<Mark> marks) = (page.Question, page.Marks);
        (Mark? low, Mark? high) = (question.Low, question.High);
        foreach (Mark mark in marks)
            if (mark <= low || mark >= high) return $"{mark} is not in the range";
        // Of an open range the reader can only demand what it had been shown; that itself, too.
        Mark? end = high ?? Behind(page.Newest);
        // There is nothing that it had been shown: only what is in the page can be looked at.
        if (end is null) return null;
        if (marks.Count == 0) return Say(Missing(low, end));
        bool isFull = marks.Count + page.Since >= question.Limit;
        if (question.TakesNewest)
            return Say(Missing(marks[^1], end)) ?? (isFull ? null : Say(Missing(low, marks[0])));
        return Say(Missing(low, marks[0])) ?? (isFull ? null : Say(Missing(marks[^1], end)));
    }

    private string? RefuteAround(Page page)
    {
        Mark middle = page.Question.From!.Value;
        return page.Marks.Contains(middle) || redacted.Contains(middle) ? null : Say(middle);
    }

    private static string? Say(Mark? missing) => missing is { } mark ? $"{mark} is missing" : null;

    // The first message that is between two others and was not redacted.
    private Mark? Missing(Mark? low, Mark? high)
    {
        int at = low is { } from ? Array.BinarySearch(all, from) : -1;
        for (int i = at < 0 && low is not null ? ~at : at + 1; i < all.Length && !(all[i] >= high); i++)
            if (!redacted.Contains(all[i])) return all[i];
        return null;
    }

    private Mark? Behind(Mark? newest)
    {
        if (newest is not { } mark) return null;
        int at = Array.BinarySearch(all, mark);
        int next = at < 0 ? ~at : at + 1;
        return next < all.Length ? all[next] : new Mark(ulong.MaxValue, default);
    }
}
