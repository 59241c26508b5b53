using IrcNats.History;
using IrcNats.Protocol;
using IrcNats.State;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Leaf.Core;

/// <summary>CHATHISTORY LATEST, BEFORE, AFTER, AROUND, BETWEEN and TARGETS.
/// https://ircv3.net/specs/extensions/chathistory</summary>
sealed class ChathistoryCommand(
    Replica replica, Output output, LongAnswers longAnswers, HistoryAccess access, HistoryReads reads,
    ActiveTargets targets) : ISessionHandler
{
    public string Verb => "CHATHISTORY";

    public void Handle(Session session, Line line)
    {
        HistoryConfig history = replica.Config.History;
        if (!history.Enabled)
            output.Tell(session, ERR_UNKNOWNCOMMAND.For(session.Called, Verb));
        else if (ChathistoryLine.Read(line, history.MaxMessages, out Line? refusal) is not { } asked)
            output.Tell(session, refusal!);
        else if (asked.Sub == "TARGETS") targets.Show(session, asked);
        else ShowPage(session, asked);
    }

    private void ShowPage(Session session, ChathistoryLine asked)
    {
        if (access.Find(session, asked.Target) is not { } of)
            output.Tell(session, HistoryFail.Target(Verb, asked.Sub, asked.Target));
        else ShowPage(session, asked, of);
    }

    private void ShowPage(Session session, ChathistoryLine asked, Readable of)
    {
        if (of.Target is not { } target)
            longAnswers.Begin(session, new PageAnswer(of.Name, HistoryPage.Empty, hasEnd: true), isAsked: true);
        else
            reads.Read(
                session, [.. QueriesOf(asked, target).Select(q => (of, q with { Since = of.Since }))],
                found => Show(session, asked, of, found));
    }

    private void Show(Session session, ChathistoryLine asked, Readable of, HistoryFound? found)
    {
        if (found is null)
            output.Tell(session, HistoryFail.Unread(Verb, asked.Sub, asked.Target));
        // It may have left since.
        else if (access.Find(session, of.Name) is not { } now || (now.Target != of.Target && now.OrElse != of.Target))
            output.Tell(session, HistoryFail.Target(Verb, asked.Sub, asked.Target));
        else
        {
            HistoryPage page = found.Pages.Aggregate(HistoryPage.Around);
            if (page.Messages.Count == 0 && of.OrElse is { } other)
                ShowPage(session, asked, of with { Target = other, OrElse = null });
            else longAnswers.Begin(session, new PageAnswer(of.Name, page, hasEnd: true), isAsked: true);
        }
    }

    // Of a time and a msgid nobody knows which is earlier: read the other way round there is nothing.
    private static IEnumerable<HistoryQuery> QueriesOf(ChathistoryLine asked, HistoryTarget target)
    {
        HistoryPoint first = asked.First.GetValueOrDefault(), second = asked.Second.GetValueOrDefault();
        switch (asked.Sub)
        {
            case "LATEST":
                return [HistoryQuery.Latest(target, asked.First, asked.Limit)];
            case "BEFORE":
                return [HistoryQuery.Before(target, first, asked.Limit)];
            case "AFTER":
                return [HistoryQuery.After(target, first, asked.Limit)];
            case "AROUND":
                var (before, from) = HistoryQuery.Around(target, first, asked.Limit);
                return before is null ? [from] : [before, from];
            default:
                HistoryQuery forwards = HistoryQuery.Between(target, first, second, asked.Limit);
                return first.Mark is null == second.Mark is null
                    ? [forwards]
                    : [HistoryQuery.Backwards(target, first, second, asked.Limit), forwards];
        }
    }
}
