using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Leaf.Core;

/// <summary>Which session is whose user, as the log has it.</summary>
sealed class Users(LeafProcess self, Replica replica, Sessions sessions, Output output)
{
    /// <summary>Which session is whose after the event, and which has none any more.</summary>
    /// <param name="origin">The session of ours that led to it; null: none did.</param>
    public void Follow(Event happened, Session? origin)
    {
        switch (happened)
        {
            case UserRegistered registered when origin is not null:
                BecameUser(origin, registered.User);
                break;
            case UserResumed resumed:
                Changed(resumed.User, origin);
                break;
            case SessionAttached attached:
                Attached(attached.User, origin);
                break;
            case SessionDetached detached:
                Changed(detached.User, null);
                break;
            case UserSentAway away:
                SentAway(away.User, away.Session ?? replica.Network.FindUser(away.User)!.Session);
                break;
            default:
                FollowUser(happened);
                break;
        }
    }

    private void FollowUser(Event happened)
    {
        switch (happened)
        {
            case NickChanged changed:
                Renamed(changed.User, changed.Nick);
                break;
            case UserLoggedOut loggedOut:
                LoggedOut(loggedOut.User);
                break;
            case UserQuit quit:
                Left(quit.User);
                break;
            case UsersSplit split:
                foreach (UserId user in split.Users) Left(user);
                break;
            case UsersBanned banned:
                foreach (UserId user in banned.Users) Left(user);
                break;
        }
    }

    private void BecameUser(Session session, User user)
    {
        session.User = user.Id;
        session.Called = user.Nick;
        session.Metadata = [];
        replica.Local.Add(user.Id, session);
        sessions.Register(session);
    }

    /// <summary>The same for a user who is in channels already.</summary>
    public void BecameMember(Session session, User user)
    {
        BecameUser(session, user);
        foreach (Channel channel in replica.Network.ChannelsOf(user.Id))
        {
            Folded name = replica.Network.Fold(channel.Name);
            replica.Local.Joined(name, user.Id);
            bool hasStatus = replica.Network.FindMember(channel.Name, user.Id)!.Value.Modes != MemberModes.None;
            replica.Local.Ranked(name, user.Id, hasStatus);
        }
    }

    // The user's connections are others from now on: one is new, and perhaps ours; some are theirs no more.
    // session: Ours that is new; null: there is none.
    private void Changed(UserId id, Session? session)
    {
        User user = replica.Network.FindUser(id)!;
        for (Session? one = replica.Local.Find(id), next; one is not null; one = next)
        {
            next = one.NextOfUser;
            if (!user.Has(self.IdOf(one))) Detached(one, user);
        }

        if (session is not null) BecameMember(session, user);
    }

    // The user has one more connection. Its own token brings nobody back: its account does.
    private void Attached(UserId id, Session? session)
    {
        Changed(id, session);
        if (session is not null) session.Token = null;
    }

    private void Renamed(UserId user, string nick)
    {
        for (Session? one = replica.Local.Find(user); one is not null; one = one.NextOfUser) one.Called = nick;
    }

    private void LoggedOut(UserId user)
    {
        for (Session? one = replica.Local.Find(user); one is not null; one = one.NextOfUser) one.Login = null;
    }

    // The user is gone, and so are their sessions here, which have been told why.
    private void Left(UserId user)
    {
        for (Session? one = replica.Local.Find(user); one is not null; one = one.NextOfUser)
            sessions.End(one, Ending.KnownToNetwork);
        replica.Local.Remove(user);
    }

    // The user's client was sent away from that connection. The user stays for now.
    private void SentAway(UserId user, SessionId session)
    {
        for (Session? one = replica.Local.Find(user); one is not null; one = one.NextOfUser)
            if (self.IdOf(one) == session) sessions.End(one, Ending.KnownToNetwork);
    }

    private void Detached(Session session, User user)
    {
        replica.Local.Remove(
            user.Id, session, replica.Network.ChannelsOf(user.Id).Select(c => replica.Network.Fold(c.Name)));
        sessions.End(session, Ending.KnownToNetwork);
    }

    /// <summary>The token that brings the user back goes last, behind the welcome.</summary>
    public void TellToken(Session session)
    {
        if (session.Token is { } token) output.Tell(session, new Line(null, "RESUME", "TOKEN", token));
    }
}
