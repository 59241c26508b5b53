using IrcNats.Commands;
using IrcNats.History;
using IrcNats.Protocol;
using IrcNats.Wire;

namespace IrcNats.Leaf.Core;

/// <summary>CHATHISTORY TARGETS: which of a session's histories had their newest message between two times.
/// https://ircv3.net/specs/extensions/chathistory#targets</summary>
sealed class ActiveTargets(
    Replica replica, Output output, LongAnswers longAnswers, RecentMessages memory, HistoryAccess access,
    HistoryReads reads)
{
    private const string Verb = "CHATHISTORY", Sub = "TARGETS", BatchType = "draft/chathistory-targets";

    public void Show(Session session, ChathistoryLine asked)
    {
        (long first, long second) = (asked.First!.Value.Time, asked.Second!.Value.Time);
        HistoryActivityQuery query =
            new([], account: null, Math.Min(first, second), Math.Max(first, second), asked.Limit)
            {
                TakesNewest = first > second,
            };
        // Where nothing was ever said there is nothing to look for.
        Readable[] own =
        [
            .. access.Channels(session)
                .Where(of => of.Target is not null && replica.Network.LastMessage(of.Name) is not null),
        ];
        Func<KeptMessage, bool> shows = HistoryReads.ShownTo(session);
        (Readable Of, KeptMessage? Newest)[] known =
            [.. own.Select(of => (of, memory.NewestOf(of.Target!.Value, shows)))];
        Readable[] others = [.. known.Where(k => k.Newest is null).Select(k => k.Of)];
        var newest = others.Select(of => (of, HistoryQuery.Latest(of.Target!.Value, null, 1)));
        reads.Read(session, [.. newest], found =>
        {
            if (found is null) output.Tell(session, HistoryFail.Unread(Verb, Sub));
            else Tell(session, query, [.. known, .. others.Zip(found.Pages, NewestOf)]);
        });
    }

    private static (Readable Of, KeptMessage? Newest) NewestOf(Readable of, HistoryPage page) =>
        (of, page.Messages is [.., var newest] ? newest : null);

    private void Tell(Session session, HistoryActivityQuery query, (Readable Of, KeptMessage? Newest)[] all)
    {
        IReadOnlyList<HistoryActivity> active = query.Select(
            from a in all
            where a.Newest is { } newest && newest.Time >= a.Of.Since
            select new HistoryActivity(a.Of.Target!.Value, a.Newest.Mark, a.Newest.Time));
        Dictionary<HistoryTarget, string> names = all.DistinctBy(a => a.Of.Target).ToDictionary(
            a => a.Of.Target!.Value, a => a.Of.Name);
        longAnswers.TellOrQueue(session, Decision.Reply(ReplyBatch.Of(BatchType, [],
            active.Select(a => new Line(null, Verb, Sub, names[a.Target], ServerTime.Show(a.Time))))));
    }
}
