using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Leaf.Core;

/// <summary>
/// Which of this leaf's sessions are users, and in which channels: what makes a fan-out cost what the leaf's own
/// members cost, however many the channel has elsewhere.
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

    public void Add(UserId user, Session session) => _users.Add(user, session);

    public void Remove(UserId user) => _users.Remove(user);

    public void Clear()
    {
        _users.Clear();
        _channels.Clear();
        _ranked.Clear();
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
