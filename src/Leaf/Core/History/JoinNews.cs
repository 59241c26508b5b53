using IrcNats.Commands;
using IrcNats.Events;
using IrcNats.History;
using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Leaf.Core;

/// <summary>What a session that has come into a channel is told of its history: how far it has read, and, if its
/// client cannot ask, what was said last.</summary>
sealed class JoinNews(
    Replica replica, Output output, LongAnswers longAnswers, HistoryAccess access, RecentMessages memory)
{
    /// <summary>Before the names. https://ircv3.net/specs/extensions/read-marker</summary>
    public void TellFirst(Session session, Event happened)
    {
        if (!session.Has(Capabilities.ReadMarker)) return;
        IEnumerable<string> channels = happened switch
        {
            ChannelJoined joined => [joined.Channel],
            ChannelRenamed renamed => [renamed.Name],
            UserResumed => replica.Network.ChannelNamesOf(session.User),
            _ => [],
        };
        foreach (string channel in channels)
            output.Tell(session, ReadMarkers.LineOf(session, channel, replica.Network.Fold(channel)));
    }

    /// <summary>Behind the names.</summary>
    public void TellLast(Session session, Event happened)
    {
        if (!replica.Config.History.Enabled || happened is not ChannelJoined joined) return;
        int most = replica.Network.FindChannel(joined.Channel)?.History?.Lines
            ?? replica.Config.History.AutoreplayOnJoin;
        if (most == 0) return;
        if ((session.Capabilities & (Capabilities.ChatHistory | Capabilities.ZncPlayback)) != 0) return;
        if (access.Find(session, joined.Channel) is not { Target: { } target } of) return;
        HistoryQuery query =
            HistoryQuery.Latest(target, null, Math.Min(most, HistoryQuery.LimitMax)) with { Since = of.Since };
        HistoryPage page = HistoryPage.Of(query, memory.Read(query, HistoryReads.ShownTo(session)));
        if (page.Messages.Count > 0)
            longAnswers.Begin(session, new PageAnswer(of.Name, page, hasEnd: false), isAsked: false);
    }
}
