using IrcNats.History;
using IrcNats.Protocol;

namespace IrcNats.Leaf.Core;

/// <summary>Plays histories back, one page of each: for HISTORY, and for clients that know ZNC.</summary>
sealed class Playback(
    Replica replica, Output output, LongAnswers longAnswers, HistoryAccess access, HistoryReads reads)
{
    /// <param name="after">Unix milliseconds; null: from the beginning.</param>
    /// <param name="before">Null: to the end.</param>
    /// <param name="most">Messages of each, the newest.</param>
    public void Show(Session session, string verb, IReadOnlyList<Readable> of, long? after, long? before, int most)
    {
        int limit = Math.Min(most, replica.Config.History.MaxMessages);
        Readable[] kept = [.. of.Where(r => r.Target is not null)];
        HistoryQuery QueryOf(Readable readable) =>
            HistoryQuery.Within(readable.Target!.Value, after, before, limit) with { Since = readable.Since };
        reads.Read(session, [.. kept.Select(r => (r, QueryOf(r)))], found =>
        {
            if (found is null)
            {
                output.Tell(session, HistoryFail.Unread(verb));
                return;
            }

            foreach (var (readable, page) in kept.Zip(found.Pages))
                if (page.Messages.Count > 0 && access.Find(session, readable.Name)?.Target == readable.Target)
                    longAnswers.Begin(session, new PageAnswer(readable.Name, page, hasEnd: false), isAsked: true);
        });
    }
}
