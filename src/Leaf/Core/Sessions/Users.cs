using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Leaf.Core;

/// <summary>Which session is whose user, as the log has it.</summary>
sealed class Users(Replica replica, Sessions sessions, Output output)
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

    /// <summary>The user has another connection from now on: perhaps one of ours, instead of one of ours.</summary>
    public void Resumed(UserId id, Session? session)
    {
        User user = replica.Network.FindUser(id)!;
        foreach (Channel channel in replica.Network.ChannelsOf(id))
            replica.Local.Left(replica.Network.Fold(channel.Name), id);
        Left(id);
        if (session is not null) BecameMember(session, user);
    }

    public void Renamed(UserId user, string nick)
    {
        if (replica.Local.Find(user) is { } session) session.Called = nick;
    }

    public void LoggedOut(UserId user)
    {
        if (replica.Local.Find(user) is { } session) session.Login = null;
    }

    /// <summary>The user is gone, and so is its session here, which has been told why.</summary>
    public void Left(UserId user)
    {
        if (replica.Local.Find(user) is not { } session) return;
        replica.Local.Remove(user);
        sessions.End(session, Ending.KnownToNetwork);
    }

    /// <summary>The user was sent away, and stays without a session for now.</summary>
    public void SentAway(UserId user)
    {
        if (replica.Local.Find(user) is { } session) sessions.End(session, Ending.KnownToNetwork);
    }

    /// <summary>The token that brings the user back goes last, behind the welcome.</summary>
    public void TellToken(Session session)
    {
        if (session.Token is { } token) output.Tell(session, new Line(null, "RESUME", "TOKEN", token));
    }
}
