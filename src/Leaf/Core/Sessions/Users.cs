using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Leaf.Core;

/// <summary>Which session is whose user, as the log has it.</summary>
sealed class Users(LeafProcess self, Replica replica, Sessions sessions, Output output)
{
    public void BecameUser(Session session, User user)
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

    /// <summary>
    /// The user's connections are others from now on: one is new, and perhaps ours; some are theirs no more.
    /// </summary>
    /// <param name="session">Ours that is new; null: there is none.</param>
    public void Changed(UserId id, Session? session)
    {
        User user = replica.Network.FindUser(id)!;
        for (Session? one = replica.Local.Find(id), next; one is not null; one = next)
        {
            next = one.NextOfUser;
            if (!user.Has(self.IdOf(one))) Detached(one, user);
        }

        if (session is not null) BecameMember(session, user);
    }

    /// <summary>The user has one more connection. Its own token brings nobody back: its account does.</summary>
    public void Attached(UserId id, Session? session)
    {
        Changed(id, session);
        if (session is not null) session.Token = null;
    }

    public void Renamed(UserId user, string nick)
    {
        for (Session? one = replica.Local.Find(user); one is not null; one = one.NextOfUser) one.Called = nick;
    }

    public void LoggedOut(UserId user)
    {
        for (Session? one = replica.Local.Find(user); one is not null; one = one.NextOfUser) one.Login = null;
    }

    /// <summary>The user is gone, and so are their sessions here, which have been told why.</summary>
    public void Left(UserId user)
    {
        for (Session? one = replica.Local.Find(user); one is not null; one = one.NextOfUser)
            sessions.End(one, Ending.KnownToNetwork);
        replica.Local.Remove(user);
    }

    /// <summary>The user's client was sent away from that connection. The user stays for now.</summary>
    public void SentAway(UserId user, SessionId session)
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
