using IrcNats.Events;
using IrcNats.State;

namespace IrcNats.Root.Tracing;

/// <summary>The nicks of users, as far as the events that came by tell. Bounded.</summary>
sealed class NickBook
{
    private const int Remembered = 100_000;

    private readonly Recent<UserId, (string Nick, SessionId Session)> _users = new(Remembered);
    private readonly Recent<SessionId, UserId> _sessions = new(Remembered);

    public string Of(UserId user) => _users.TryFind(user, out var known) ? known.Nick : user.ToString();

    public string Of(SessionId session) =>
        _sessions.TryFind(session, out UserId user) ? Of(user) : $"session {session.Number}";

    /// <summary>Learns from an event, after it was shown.</summary>
    public void Note(Event happened)
    {
        switch (happened)
        {
            case UserRegistered { User: var user }:
                _users.Set(user.Id, (user.Nick, user.Session));
                _sessions.Set(user.Session, user.Id);
                break;
            case SessionAttached { User: var user, Session.Id: var session }:
                _sessions.Set(session, user);
                break;
            case SessionDetached detached:
                _sessions.Remove(detached.Session);
                break;
            case NickChanged changed when _users.TryFind(changed.User, out var known):
                _users.Set(changed.User, (changed.Nick, known.Session));
                break;
            case UserQuit quit:
                if (_users.TryFind(quit.User, out var gone)) _sessions.Remove(gone.Session);
                _users.Remove(quit.User);
                break;
        }
    }
}
