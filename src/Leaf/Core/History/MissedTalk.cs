using IrcNats.Events;
using IrcNats.History;
using IrcNats.Protocol;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Leaf.Core;

/// <summary>
/// Plays to a client what was said since its device went, in the channels of its user and to the user, if it cannot ask
/// for that itself. docs/bouncer.md
/// </summary>
sealed class MissedTalk(
    Replica replica, HistoryAccess access, RecentMessages memory, HistoryReads reads, Playback playback)
{
    private const string Verb = "HISTORY";

    // Times of different processes' clocks may differ; places do not.
    private const long Slack = 60_000;

    /// <summary>The session became a further one of its user, by that event.</summary>
    public void Tell(Session session, SessionAttached attached, in Stamp stamp)
    {
        if (attached.Shown is not { } shown || !replica.Config.History.Enabled || CanAsk(session)) return;
        if (replica.Network.FindUser(session.User)?.Account is not { } account) return;
        HistoryPoint from = shown.Before is { } place ? HistoryPoint.Of(place) : HistoryPoint.Of(shown.Time);
        HistoryPoint before = HistoryPoint.Of(stamp.Mark);
        HistoryActivityQuery query =
            new([], account, shown.Time - Slack, stamp.Time + Slack, HistoryQuery.LimitMax);
        if (replica.Network.ArchivedUpTo is null || !reads.Active(session, query, Play)) Play(null);

        // Without the archive there is still what is in memory.
        void Play(IReadOnlyList<HistoryActivity>? archived)
        {
            IEnumerable<HistoryTarget> direct =
                memory.DirectOf(account).Concat((archived ?? []).Select(a => a.Target)).Distinct();
            playback.Show(
                session, Verb,
                access.Channels(session).Concat(direct.Select(t => access.Direct(account, t)).OfType<Readable>()),
                from, before, replica.Config.History.ZncMost);
        }
    }

    private static bool CanAsk(Session session) =>
        (session.Capabilities & (Capabilities.ChatHistory | Capabilities.ZncPlayback)) != 0;
}
