using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Leaf.Core;

/// <summary>
/// Which of this leaf's sessions are users, and in which channels: what makes a fan-out cost what the leaf's own
/// members cost, however many the channel has elsewhere.
/// </summary>
sealed class LocalMembers : IMembershipWatch
{
    private static readonly Dictionary<UserId, Session> Nobody = [];
    private readonly Dictionary<UserId, Session> _users = [];
    private readonly Dictionary<Folded, Dictionary<UserId, Session>> _channels = [];

    public int Users => _users.Count;

    public Session? Find(UserId user) => _users.GetValueOrDefault(user);

    public IReadOnlyDictionary<UserId, Session> Of(Folded channel) => _channels.GetValueOrDefault(channel) ?? Nobody;

    public void Add(UserId user, Session session) => _users.Add(user, session);

    public void Remove(UserId user) => _users.Remove(user);

    public void Clear()
    {
        _users.Clear();
        _channels.Clear();
    }

    public void Joined(Folded channel, UserId user)
    {
        if (!_users.TryGetValue(user, out Session? session)) return;
        if (!_channels.TryGetValue(channel, out var members)) _channels[channel] = members = [];
        members[user] = session;
    }

    public void Left(Folded channel, UserId user)
    {
        if (!_users.ContainsKey(user) || !_channels.TryGetValue(channel, out var members)) return;
        members.Remove(user);
        if (members.Count == 0) _channels.Remove(channel);
    }
}
