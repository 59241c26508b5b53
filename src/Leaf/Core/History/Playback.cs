using IrcNats.History;
using IrcNats.Protocol;
using IrcNats.Wire;

namespace IrcNats.Leaf.Core;

/// <summary>Plays histories back, as one answer each: for HISTORY, and for clients that know ZNC.</summary>
sealed class Playback(Output output, LongAnswers longAnswers, HistoryAccess access, HistoryReads reads)
{
    /// <param name="first">Null: from the beginning.</param>
    /// <param name="end">Behind the last; null: to the end.</param>
    /// <param name="most">Messages of each, the newest. They may be more than a page has.</param>
    public void Show(
        Session session, string verb, IEnumerable<Readable> of, HistoryPoint? first, HistoryPoint? end, int most)
    {
        int limit = Math.Min(most, HistoryQuery.LimitMax);
        Read(session, verb,
        [
            .. from readable in of
               where readable.Target is not null
               let query = HistoryQuery.Within(readable.Target!.Value, first, end, limit)
               select new Played(readable, query with { Since = readable.Since }, most),
        ]);
    }

    private void Read(Session session, string verb, Played[] all)
    {
        Played[] next = [.. all.Where(p => p.Next is not null)];
        if (next.Length == 0) Play(session, all);
        else
            reads.Read(session, [.. next.Select(p => (p.Of, p.Next!))], found =>
            {
                if (found is null)
                {
                    output.Tell(session, HistoryFail.Unread(verb));
                    return;
                }

                foreach (var (played, page) in next.Zip(found.Pages)) played.Add(page);
                Read(session, verb, all);
            });
    }

    private void Play(Session session, Played[] all)
    {
        foreach (Played played in all)
            if (played.Messages.Count > 0 && access.Find(session, played.Of.Name)?.Target == played.Of.Target)
                longAnswers.Begin(
                    session,
                    new PageAnswer(played.Of.Name, new HistoryPage(played.Messages, false), hasEnd: false),
                    isAsked: true);
    }

    // What is read of one history, page by page, from the newest back.
    private sealed class Played(Readable of, HistoryQuery first, int most)
    {
        private const int PagesMax = 16;

        private int _pages;

        public Readable Of => of;
        public HistoryQuery? Next { get; private set; } = first;
        public List<KeptMessage> Messages { get; } = [];

        public void Add(HistoryPage page)
        {
            Messages.InsertRange(0, page.Messages);
            int left = Math.Min(most - Messages.Count, HistoryQuery.LimitMax);
            bool goesOn = page.HasMore && page.Messages.Count > 0 && left > 0 && ++_pages < PagesMax;
            Next = goesOn ? Next!.Behind(page, left) : null;
        }
    }
}
