using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Leaf.Core;

/// <summary>
/// Which of this leaf's sessions are users, and in which channels: what makes a fan-out cost what the leaf's own
/// members cost, however many the channel has elsewhere. A user with several sessions here is in the tables by one of
/// them, and <see cref="Session.NextOfUser"/> leads to the others.
/// </summary>
sealed class LocalMembers : IMembershipWatch
{
    public static readonly IReadOnlyDictionary<UserId, Session> Nobody =
        new Dictionary<UserId, Session>();
    private readonly Dictionary<UserId, Session> _users = [];
    private readonly Dictionary<Folded, Dictionary<UserId, Session>> _channels = [];
    private readonly Dictionary<Folded, Dictionary<UserId, Session>> _ranked = [];

    public Session? Find(UserId user) => _users.GetValueOrDefault(user);

    public IReadOnlyDictionary<UserId, Session> Of(Folded channel) => _channels.GetValueOrDefault(channel) ?? Nobody;

    /// <summary>The members with a status: few, even in a channel with many members.</summary>
    public IReadOnlyDictionary<UserId, Session> RankedOf(Folded channel) =>
        _ranked.GetValueOrDefault(channel) ?? Nobody;

    public void Add(UserId user, Session session)
    {
        if (_users.TryAdd(user, session)) return;
        Session known = _users[user];
        (session.NextOfUser, known.NextOfUser) = (known.NextOfUser, session);
    }

    /// <summary>One of the user's sessions is theirs no more.</summary>
    /// <param name="channels">Where the user is.</param>
    public void Remove(UserId user, Session session, IEnumerable<Folded> channels)
    {
        Session first = _users[user];
        if (first != session)
        {
            while (first.NextOfUser is { } next && next != session) first = next;
            first.NextOfUser = session.NextOfUser;
        }
        else
        {
            foreach (Folded channel in channels) Reseat(user, channel, session.NextOfUser);
            if (session.NextOfUser is { } next) _users[user] = next;
            else _users.Remove(user);
        }

        session.NextOfUser = null;
    }

    /// <summary>The user is gone, and in no channel any more.</summary>
    public void Remove(UserId user)
    {
        if (_users.Remove(user, out Session? session)) Part(session);
    }

    public void Clear()
    {
        foreach (Session session in _users.Values) Part(session);
        _users.Clear();
        _channels.Clear();
        _ranked.Clear();
    }

    private static void Part(Session? session)
    {
        while (session is not null) (session, session.NextOfUser) = (session.NextOfUser, null);
    }

    private void Reseat(UserId user, Folded channel, Session? instead)
    {
        if (instead is null) Left(channel, user);
        else
        {
            Reseat(_channels, user, channel, instead);
            Reseat(_ranked, user, channel, instead);
        }
    }

    private static void Reseat(
        Dictionary<Folded, Dictionary<UserId, Session>> index, UserId user, Folded channel, Session instead)
    {
        if (index.TryGetValue(channel, out var members) && members.ContainsKey(user)) members[user] = instead;
    }

    public void Joined(Folded channel, UserId user) => Put(_channels, channel, user);

    public void Left(Folded channel, UserId user)
    {
        Take(_channels, channel, user);
        Take(_ranked, channel, user);
    }

    public void Ranked(Folded channel, UserId user, bool hasStatus)
    {
        if (hasStatus) Put(_ranked, channel, user);
        else Take(_ranked, channel, user);
    }

    private void Put(Dictionary<Folded, Dictionary<UserId, Session>> index, Folded channel, UserId user)
    {
        if (!_users.TryGetValue(user, out Session? session)) return;
        if (!index.TryGetValue(channel, out var members)) index[channel] = members = [];
        members[user] = session;
    }

    private void Take(Dictionary<Folded, Dictionary<UserId, Session>> index, Folded channel, UserId user)
    {
        if (!_users.ContainsKey(user) || !index.TryGetValue(channel, out var members)) return;
        members.Remove(user);
        if (members.Count == 0) index.Remove(channel);
    }
}
