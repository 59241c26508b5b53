using IrcNats.Protocol;
using IrcNats.Replication;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Leaf.Core;

/// <summary>
/// Sessions whose user is gone when the replica begins again: the network ended the user, or quit them because this
/// leaf was lost. Some sessions become users again; the others are told, and end.
/// </summary>
sealed class Comeback(
    LeafProcess self, Replica replica, Sessions sessions, Requests requests, RootLines rootLines, Replies replies,
    Registration registration)
{
    private const string Resumption = "Resumed by another connection",
        Disconnection = "The network has disconnected you; why was not shown to this server";

    // A user who is there with another connection does not come back twice. A user who was not quit with the leaf was
    // ended by the network.
    public void ComeBackOrEnd(Session session, string[] channels, Network before, ReloadReason why, bool mayComeBack)
    {
        bool isResumed = why != ReloadReason.WentBack && replica.Network.FindUser(session.User) is not null;
        if (isResumed) sessions.End(session, Ending.Unseen(Resumption));
        else if (mayComeBack)
            registration.OpenAgain(session, before.FindUser(session.User)?.Metadata ?? [], channels);
        else sessions.End(session, Ending.Unseen(Disconnection));
    }

    /// <summary>What was not shown may hold the answers to open requests. The network remembers these.</summary>
    public void Recall(bool mayComeBack)
    {
        if (replica.Network.FindLeaf(self.Leaf) is not { } record || record.Incarnation != self.Incarnation) return;
        foreach (Pending pending in requests.Unanswered.Where(p => p.Number > record.Forgotten).ToArray())
        {
            if (record.Find(pending.Number) is not { } effect || requests.Complete(pending.Number) is null) continue;
            if (pending is { Ask: SessionOpened, Session: { Stage: Stage.Opening } session })
                OpenAgainOrEnd(session, mayComeBack);
            else replies.Completed(pending, effect.Replies);
        }

        rootLines.WakeStarved();
    }

    /// <summary>The log went back: the channels of a user who is still there are those that the client knows.</summary>
    public void Restore(Session session, string[] channels)
    {
        User user = replica.Network.FindUser(session.User)!;
        string[] now = replica.Network.ChannelNamesOf(session.User);
        if (user.Nick != session.Called) rootLines.Ask(session, new Line(null, "NICK", session.Called));
        session.Called = user.Nick;
        foreach (string channel in replica.Network.Without(channels, now))
            rootLines.Ask(session, new Line(null, "JOIN", channel));
        foreach (string channel in replica.Network.Without(now, channels))
            rootLines.Ask(session, new Line(null, "PART", channel));
    }

    /// <summary>
    /// The log went back: tells the root again what the log does not know any more, that this process began, and which
    /// of its sessions have ended since.
    /// </summary>
    public void TellAgain()
    {
        if (replies.IsUp && replica.Network.FindLeaf(self.Leaf)?.Incarnation != self.Incarnation)
            requests.Send(new LeafUp(), null, replica.Now);
        foreach (SessionId id in replica.Network.Users.Where(u => u.SentAwayAt is null).Select(u => u.Session))
            if (self.Has(id) && sessions.Find(id.Number) is not { IsLive: true })
                sessions.TellRoot(id.Number, "Connection closed", self.IsLeaving, session: null);
    }

    // The session became a user, and stopped being one, in what was not shown.
    private void OpenAgainOrEnd(Session session, bool mayComeBack)
    {
        if (mayComeBack) registration.AskAgain(session);
        else sessions.End(session, Ending.Unseen(Disconnection));
    }
}
