using IrcNats.Commands;
using IrcNats.Events;
using IrcNats.History;
using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Leaf.Core;

/// <summary>What a session that has come into a channel is told of its history: how far it has read, and, if its
/// client cannot ask, what was said last.</summary>
sealed class JoinNews(
    Replica replica, Output output, LongAnswers longAnswers, HistoryAccess access, RecentMessages memory,
    HistoryReads reads, Playback playback)
{
    private readonly MissedTalk _missed = new(replica, access, memory, reads, playback);

    /// <summary>Before the names. https://ircv3.net/specs/extensions/read-marker</summary>
    public void TellFirst(Session session, Event happened)
    {
        if (!session.Has(Capabilities.ReadMarker)) return;
        IEnumerable<string> channels = happened switch
        {
            ChannelJoined joined => [joined.Channel],
            ChannelRenamed renamed => [renamed.Name],
            _ => [],
        };
        foreach (string channel in channels)
            output.Tell(session, ReadMarkers.LineOf(replica.Network, session, channel));
    }

    /// <summary>Behind the names.</summary>
    public void TellLast(Session session, Event happened, in Stamp stamp)
    {
        if (happened is SessionAttached attached) _missed.Tell(session, attached, stamp);
        if (!replica.Config.History.Enabled || happened is not ChannelJoined joined) return;
        if (access.Find(session, joined.Channel) is not { Target: { } target } of) return;
        bool isWanted = session.Plays?.IsFor(replica.Network.Fold(joined.Channel), replica.Now) == true;
        int most = isWanted ? replica.Config.History.ZncMost : MostOf(session, joined.Channel);
        if (most == 0) return;
        PlayWanted? wanted = isWanted ? session.Plays : null;
        HistoryQuery query = HistoryQuery.Within(
            target, HistoryPoint.OfAny(wanted?.After), HistoryPoint.OfAny(wanted?.Before),
            Math.Min(most, HistoryQuery.LimitMax)) with { Since = of.Since };
        HistoryPage page = HistoryPage.Of(query, memory.Read(query, HistoryReads.ShownTo(session)));
        if (page.Messages.Count > 0)
            longAnswers.Begin(session, new PageAnswer(of.Name, page, hasEnd: false), isAsked: false);
    }

    // For those who cannot ask: as the channel has it, or the network.
    private int MostOf(Session session, string channel) =>
        (session.Capabilities & (Capabilities.ChatHistory | Capabilities.ZncPlayback)) != 0 ? 0
        : replica.Network.FindChannel(channel)?.History?.Lines ?? replica.Config.History.AutoreplayOnJoin;
}
