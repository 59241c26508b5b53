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
        HistoryActivityQuery query = Query(null, Math.Min(first, second), Math.Max(first, second), asked.Limit, asked);
        // Where nothing was ever said there is nothing to look for.
        Readable[] own =
        [
            .. access.Channels(session)
                .Where(of => of.Target is not null && replica.Network.LastMessage(of.Name) is not null),
        ];
        Func<KeptKind, string, bool> shows = HistoryReads.ShownTo(session);
        (Readable Of, KeptMessage? Newest)[] known =
            [.. own.Select(of => (of, memory.NewestOf(of.Target!.Value, shows)))];
        Readable[] others = [.. known.Where(k => k.Newest is null).Select(k => k.Of)];
        var newest = others.Select(of => (of, HistoryQuery.Latest(of.Target!.Value, null, 1)));
        reads.Read(session, [.. newest], found =>
        {
            if (found is null) output.Tell(session, HistoryFail.Unread(Verb, Sub));
            else AddDirect(session, query, asked, [.. Active([.. known, .. others.Zip(found.Pages, NewestOf)])]);
        });
    }

    // What memory has of a history is newer than what the archive has of it.
    private void AddDirect(
        Session session, HistoryActivityQuery query, ChathistoryLine asked,
        List<(Readable Of, HistoryActivity Newest)> all)
    {
        if (replica.Network.FindUser(session.User)?.Account is not { } account)
        {
            Tell(session, query, all);
            return;
        }

        Func<KeptKind, string, bool> shows = HistoryReads.ShownTo(session);
        all.AddRange(Active(memory.DirectOf(account)
            .Select(t => (Of: access.Direct(account, t), Newest: memory.NewestOf(t, shows)))
            .Where(d => d.Of is not null).Select(d => (d.Of!.Value, d.Newest))));
        if (replica.Network.ArchivedUpTo is null)
        {
            Tell(session, query, all);
            return;
        }

        if (memory.MayLackDirect(replica.Network.ArchivedUpTo))
        {
            output.Tell(session, HistoryFail.Unread(Verb, Sub));
            return;
        }

        HashSet<HistoryTarget> told = [.. all.Select(a => a.Newest.Target)];
        HistoryActivityQuery wanted = Query(account, query.After, query.Before, HistoryQuery.LimitMax, asked);
        if (!reads.Active(session, wanted, Add)) Add(null);

        void Add(IReadOnlyList<HistoryActivity>? archived)
        {
            if (archived is null)
            {
                output.Tell(session, HistoryFail.Unread(Verb, Sub));
                return;
            }

            var others = from a in archived
                         where !told.Contains(a.Target)
                         let of = access.Direct(account, a.Target)
                         where of is not null && a.Time >= of.Value.Since
                         select (of.Value, a);
            Tell(session, query, [.. all, .. others]);
        }
    }

    private static HistoryActivityQuery Query(
        string? account, long after, long before, int limit, ChathistoryLine asked) =>
        new([], account, after, before, limit) { TakesNewest = asked.First!.Value.Time > asked.Second!.Value.Time };

    private static (Readable Of, KeptMessage? Newest) NewestOf(Readable of, HistoryPage page) =>
        (of, page.Messages is [.., var newest] ? newest : null);

    private static IEnumerable<(Readable Of, HistoryActivity Newest)> Active(
        IEnumerable<(Readable Of, KeptMessage? Newest)> all) =>
        from a in all
        where a.Newest is not null && a.Newest.Time >= a.Of.Since
        select (a.Of, new HistoryActivity(a.Of.Target!.Value, a.Newest.Mark, a.Newest.Time));

    private void Tell(Session session, HistoryActivityQuery query, List<(Readable Of, HistoryActivity Newest)> all)
    {
        Dictionary<HistoryTarget, string> names = all.DistinctBy(a => a.Newest.Target)
            .ToDictionary(a => a.Newest.Target, a => a.Of.Name);
        longAnswers.TellOrQueue(session, Decision.Reply(ReplyBatch.Of(BatchType, [],
            query.Select(all.Select(a => a.Newest))
                .Select(a => new Line(null, Verb, Sub, names[a.Target], ServerTime.Show(a.Time))))));
    }
}
