using IrcNats.Commands;
using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.Replication;
using IrcNats.State;

namespace IrcNats.Leaf.Core;

/// <summary>
/// The replica begins again, under sessions that are live. If the log went back, the clients are right: a session
/// whose user is gone registers again and joins the same channels. Otherwise the log is right: sessions are told what
/// they missed, and a session whose user the network has ended is disconnected.
/// </summary>
sealed class Reloading(
    LeafProcess self, Replica replica, Output output, Sessions sessions, Users users, Requests requests,
    Contact contact, Ages ages, Comeback comeback, MissedNews missedNews, LongAnswers longAnswers, AnswerOrder order,
    ConfigNews configNews, Replies replies, Watchers watchers, Recording recording, NextLine next, Alarms alarms)
{
    /// <summary>The replica is what this says now.</summary>
    /// <param name="wasSpoilt">It had stopped, because an event of the log did not fit.</param>
    public void Begin(NetworkSnapshot saved, ReloadReason why, bool wasSpoilt)
    {
        replica.Stamped(saved.Time);
        Network before = replica.Network;
        bool mayComeBack = why == ReloadReason.WentBack || contact.MayHaveLostUsers(saved);
        if (why == ReloadReason.Wrong && !wasSpoilt)
            alarms.Mended?.Invoke(NetworkDifference.Between(before.Save(), saved.WithoutAccounts()));
        Dictionary<SessionId, UserId> ids = new(
            from row in saved.Users
            from session in row.User.Sessions
            select KeyValuePair.Create(session.Id, row.User.Id));
        (Session Session, string[] Channels)[] registered =
            [.. sessions.Registered.Select(s => (s, before.ChannelNamesOf(s.User)))];
        Session[] welcome =
            [.. sessions.Live.Where(s => s.Stage == Stage.Opening && ids.ContainsKey(self.IdOf(s)))];
        Replace(saved, registered.Select(r => r.Session), ids);
        if (why == ReloadReason.WentBack) ShowAndTellAgain();
        Missed missed = new(
            before, wasSpoilt || replica.Network.Seq > before.Seq, new(before, replica.Network, output.DeliveryOf));
        foreach ((Session session, string[] channels) in registered)
        {
            if (!ids.ContainsKey(self.IdOf(session)))
                comeback.ComeBackOrEnd(session, channels, before, why, mayComeBack);
            else if (why == ReloadReason.WentBack) comeback.Restore(session, channels);
            else missedNews.Tell(session, channels, missed);
        }

        configNews.Tell(before.Config);
        foreach (Session session in welcome) Welcome(session, before);
        TellWatchers(before);
        comeback.Recall(mayComeBack);
        replies.ReleaseGated();
        GoOn(welcome);
    }

    // Their lines waited for that, and so did the end of those that have hung up.
    private void GoOn(Session[] welcome)
    {
        foreach (Session session in welcome) next.Try(session);
    }

    private void Replace(NetworkSnapshot saved, IEnumerable<Session> registered, Dictionary<SessionId, UserId> ids)
    {
        replica.Local.Clear();
        foreach (Session session in registered)
            if (ids.TryGetValue(self.IdOf(session), out UserId user)) replica.Local.Add(session.User = user, session);
        replica.Begin(saved);
        recording.BeginAgain();
        ages.Applied();
        requests.GoTo(replica.Network.Epoch, replica.Now);
    }

    // Lines of the log as it was are held for some sessions: they go out now.
    private void ShowAndTellAgain()
    {
        foreach (Session session in sessions.All) order.ShowHeld(session);
        comeback.TellAgain();
    }

    // The session became a user, or resumed one, in entries that were not shown here.
    private void Welcome(Session session, Network before)
    {
        User user = replica.Network.FindUser(self.IdOf(session))!;
        users.BecameMember(session, user);
        Caller greeted = new(user, replica.Time) { Capabilities = session.Capabilities };
        if (session.Resumes is not null && before.FindUser(user.Id) is not null)
            longAnswers.Greet(session, new UserResumed(user.Id, user.Session, user.Resume, user.Address), greeted);
        else if (before.FindUser(user.Id) is not null || user.Session != self.IdOf(session))
            longAnswers.Greet(session, new SessionAttached(user.Id, user.Sessions[0]), greeted);
        else
        {
            longAnswers.Greet(session, new UserRegistered(user), greeted);
            foreach (string channel in replica.Network.ChannelNamesOf(session.User))
                missedNews.ShowJoined(session, user, channel);
        }

        users.TellToken(session);
    }

    // Sessions that monitor a nick are told whether somebody came or left meanwhile.
    private void TellWatchers(Network before)
    {
        foreach (Folded nick in watchers.Nicks)
        {
            User? was = before.FindUser(nick.ToString()), now = replica.Network.FindUser(nick.ToString());
            if (was is null == now is null) continue;
            foreach (Session session in watchers.Of(nick))
                foreach (Line line in PresenceLines.Of(replica.Network, session.Called, [session.Monitored![nick]]))
                    output.Tell(session, line);
        }
    }
}

/// <summary>The replica as it was, whether anything was passed over, and how the channels differ.</summary>
sealed record Missed(Network Before, bool Anything, MissedChanges Changes);

static class ChannelNames
{
    public static string[] ChannelNamesOf(this Network net, UserId user) =>
        [.. net.ChannelsOf(user).Select(c => c.Name)];

    /// <summary>The channels that are not among the others.</summary>
    public static IEnumerable<string> Without(this Network net, string[] channels, string[] others)
    {
        HashSet<Folded> left = [.. others.Select(net.Fold)];
        return channels.Where(c => !left.Contains(net.Fold(c)));
    }
}
