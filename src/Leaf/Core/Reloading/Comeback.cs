using IrcNats.Protocol;
using IrcNats.Replication;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Leaf.Core;

/// <summary>
/// Sessions whose user is gone when the replica begins again: the network ended them, or quit them because this leaf
/// was lost. Some become users again; the others are told, and end.
/// </summary>
sealed class Comeback(
    LeafProcess self, Replica replica, Sessions sessions, Requests requests, RootLines rootLines, Replies replies,
    Registration registration)
{
    private const string Resumption = "Resumed by another connection",
        Disconnection = "The network has disconnected you; why was not shown to this server";

    /// <summary>
    /// A session whose user is gone. If the user has another connection by now, this one ends. If the user may be gone
    /// only because this leaf was lost, the session registers again. Otherwise the network ended the user, and the
    /// session ends too.
    /// </summary>
    public void ComeBackOrEnd(Session session, string[] channels, Network before, ReloadReason why, bool mayComeBack)
    {
        bool isElsewhere = why != ReloadReason.WentBack && replica.Network.FindUser(session.User) is not null;
        // Of several connections of a user, one that was only lost becomes one of them again.
        bool mayAttach = mayComeBack && session.Login is not null;
        if (isElsewhere && !mayAttach) sessions.End(session, Ending.Unseen(Resumption));
        else if (mayComeBack)
            registration.OpenAgain(session, before.FindUser(session.User), channels);
        else sessions.End(session, Ending.Unseen(Disconnection));
    }

    /// <summary>Entries that were not shown here may have answered requests of this leaf. The network remembers those
    /// answers: they are given now.</summary>
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

    /// <summary>The log went back, and the user is still there: the root is asked for the nick and the channels that
    /// the client shows.</summary>
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

    /// <summary>The log went back: the root is told again that this process began, and which of its sessions have ended
    /// since.</summary>
    public void TellAgain()
    {
        if (replies.IsUp && replica.Network.FindLeaf(self.Leaf)?.Incarnation != self.Incarnation)
            requests.Send(new LeafUp(), null, replica.Now);
        foreach (SessionId id in from user in replica.Network.Users
                                 from own in user.Sessions
                                 where own.SentAwayAt is null
                                 select own.Id)
            if (self.Has(id) && sessions.Find(id.Number) is not { IsLive: true })
                sessions.TellRoot(id.Number, "Connection closed", self.IsLeaving, session: null);
    }

    // In the entries that were not shown the session became a user, and that user left.
    private void OpenAgainOrEnd(Session session, bool mayComeBack)
    {
        if (mayComeBack) registration.AskAgain(session);
        else sessions.End(session, Ending.Unseen(Disconnection));
    }
}
