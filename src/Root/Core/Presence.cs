using IrcNats.Commands;
using IrcNats.Events;
using IrcNats.Rules;
using IrcNats.State;

namespace IrcNats.Root.Core;

/// <summary>
/// Which leaves are heard of, and who has to be quit because theirs is not. A leaf that is silent too long is lost; its
/// users stay for the grace time and are then quit some at a time, so that nobody's queue bursts; so do those that a
/// leaf sent away. What it remembers is only how long it has been listening: the rest is in the network, so that any
/// root can go on.
/// </summary>
sealed class Presence(Network net)
{
    // Users in one event: as many as an entry may have events.
    private const int UsersPerEvent = OpenEntry.MostEvents;

    // Milliseconds; and leaves that are lost and still known.
    private const long ForgetEvery = 10_000, Hour = 3_600_000, Week = 168 * Hour;
    private const int MostLost = 1000;

    private readonly Dictionary<string, long> _heard = [];
    private readonly Dictionary<string, (ulong Incarnation, int Level)> _levels = [];
    private readonly Queue<UserId> _leaving = [];
    private long _looked, _paced, _forgot;

    /// <summary>A leaf spoke; null, or the event that it is lost no more.</summary>
    public Event? Heard(string leaf, ulong incarnation, int level, long now)
    {
        _heard[leaf] = now;
        _levels[leaf] = (incarnation, level);
        return net.FindLeaf(leaf) is { LostAt: not null } lost && lost.Incarnation == incarnation
            ? new LeafFound(leaf, incarnation)
            : null;
    }

    /// <summary>Silence until now says nothing: this root, not the leaves, was cut off.</summary>
    public void Forgive(long now)
    {
        foreach (string leaf in net.Leaves.Keys) _heard[leaf] = now;
    }

    /// <summary>
    /// The level that every leaf knows which is there, or may come back to its users; 0 while one was not heard yet.
    /// </summary>
    public int LowestLevel()
    {
        int lowest = int.MaxValue;
        foreach (var (name, leaf) in net.Leaves)
            if (leaf.LostAt is null || net.Users.Any(u => IsIn(u, name, net.IsStale)))
                lowest = Math.Min(lowest, LevelOf(name, leaf.Incarnation));
        return lowest;
    }

    // Whether a connection of the user is on that leaf, and is not left out.
    private static bool IsIn(User user, string leaf, Func<UserSession, bool> isLeftOut) =>
        (user.Session.Leaf == leaf || user.Further.Count > 0)
        && user.Sessions.Any(s => s.Id.Leaf == leaf && !isLeftOut(s));

    private int LevelOf(string leaf, ulong incarnation) =>
        _levels.TryGetValue(leaf, out var heard) && heard.Incarnation >= incarnation ? heard.Level : 0;

    /// <summary>What time has brought about; call it some ten times a second.</summary>
    public List<Event> Due(long now)
    {
        List<Event> due = [];
        foreach (var (name, leaf) in net.Leaves)
            if (leaf.LostAt is null && now - HeardAt(name, now) > net.Config.LeafLoss.Timeout)
                due.Add(new LeafLost(name, leaf.Incarnation));
        if (_leaving.Count == 0 && now - _looked >= 1000)
        {
            _looked = now;
            foreach (User user in net.Users.Where(u => HasOver(u, now)).OrderBy(u => u.Id.Value))
                _leaving.Enqueue(user.Id);
        }

        due.AddRange(Quits(now));
        if (now - _forgot < ForgetEvery) return due;
        _forgot = now;
        due.AddRange(Forgets(now));
        return due;
    }

    // Leaves come and go, with names of their own. What a lost one was told is soon of no use to anyone; that its
    // requests were taken must be known as long as its process may come back and send them again.
    private IEnumerable<Event> Forgets(long now)
    {
        HashSet<string> inUse = [
            .. net.Users.Select(u => u.Session.Leaf), .. net.Users.SelectMany(u => u.Further, (_, s) => s.Id.Leaf),
        ];
        var lost = net.Leaves.Where(l => l.Value.LostAt is not null && !inUse.Contains(l.Key))
            .OrderByDescending(l => l.Value.LostAt).ThenBy(l => l.Key, StringComparer.Ordinal);
        foreach (var (index, (name, leaf)) in lost.Index())
        {
            long silent = now - leaf.LostAt!.Value;
            if (silent > Week || index >= MostLost) yield return new LeafForgotten(name, leaf.Incarnation, true);
            else if (silent > Hour && leaf.Effects.Count > 0)
                yield return new LeafForgotten(name, leaf.Incarnation, false);
        }
    }

    private long HeardAt(string leaf, long now) => _heard.TryAdd(leaf, now) ? now : _heard[leaf];

    // One of the user's connections is over, perhaps their only one.
    private bool HasOver(User user, long now)
    {
        if (user.DetachedAt is not null) return SessionRules.WhyQuit(net, user, now) is not null;
        if (IsOver(user, user.Session, user.SentAwayAt, now)) return true;
        foreach (UserSession session in user.Further)
            if (IsOver(user, session.Id, session.SentAwayAt, now)) return true;
        return false;
    }

    private bool IsOver(User user, in SessionId session, long? sentAwayAt, long now)
    {
        LeafRecord? leaf = net.FindLeaf(session.Leaf);
        if (sentAwayAt is { } sentAway) return IsPast(sentAway);
        if (!net.IsStale(session, sentAwayAt)) return IsPast(leaf?.LostAt);
        // It is gone for sure; who has a token or an account may come back with another.
        return !SessionRules.MayReturn(net, user) || leaf!.EndedAt is null || IsPast(leaf.EndedAt);

        bool IsPast(long? lost) => now - lost > net.Config.LeafLoss.Grace;
    }

    private IEnumerable<Event> Quits(long now)
    {
        long rate = net.Config.LeafLoss.QuitsPerSecond, sinceLast = Math.Min(now - _paced, 1000);
        long quota = rate * sinceLast / 1000;
        // What is too little for one more counts next time.
        _paced = now - sinceLast + quota * 1000 / rate;
        quota = Math.Min(_leaving.Count, quota);
        List<User> users = [];
        List<Event> others = [];
        for (; quota > 0; quota--)
        {
            if (net.FindUser(_leaving.Dequeue()) is not { } user || !HasOver(user, now)) continue;
            if (SessionRules.WhyQuit(net, user, now) is { } why)
            {
                others.Add(new UserQuit(user.Id, why));
                continue;
            }

            SessionId[] over = [.. from s in user.Sessions where IsOver(user, s.Id, s.SentAwayAt, now) select s.Id];
            IReadOnlyList<Event> left = Attachment.Detach(
                net, user, over, "Its leaf was lost", () => [],
                id => Attachment.ShownTo(net, user.Sessions.First(s => s.Id == id), null, now));
            if (left.Count == 0) users.Add(user);
            else others.AddRange(left);
        }

        return others.Concat(
            from user in users
            group user.Id by user.Session.Leaf into leaf
            from part in leaf.Chunk(UsersPerEvent)
            select new UsersSplit(leaf.Key, part));
    }
}
