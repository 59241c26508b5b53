using IrcNats.Protocol;

namespace IrcNats.Leaf.Core;

/// <summary>
/// Knows which of this leaf's sessions monitor which nicks. The list belongs to the session: it ends with the
/// connection, and no other process knows it. https://ircv3.net/specs/extensions/monitor
/// </summary>
sealed class Watchers
{
    private static readonly HashSet<Session> s_nobody = [];
    private readonly Dictionary<Folded, HashSet<Session>> _byNick = [];

    /// <summary>Every nick that somebody monitors.</summary>
    public IEnumerable<Folded> Nicks => _byNick.Keys;

    public IReadOnlyCollection<Session> Of(Folded nick) => _byNick.GetValueOrDefault(nick) ?? s_nobody;

    /// <summary>Adds a nick; false if the session monitors as many nicks as it may.</summary>
    public bool TryAdd(Session session, Folded nick, string shown, int most)
    {
        Dictionary<Folded, string> own = session.Monitored ??= [];
        if (own.ContainsKey(nick)) return true;
        if (own.Count >= most) return false;
        own.Add(nick, shown);
        if (!_byNick.TryGetValue(nick, out HashSet<Session>? watchers)) _byNick[nick] = watchers = [];
        watchers.Add(session);
        return true;
    }

    public void Remove(Session session, Folded nick)
    {
        if (session.Monitored?.Remove(nick) != true) return;
        HashSet<Session> watchers = _byNick[nick];
        watchers.Remove(session);
        if (watchers.Count == 0) _byNick.Remove(nick);
    }

    public void Clear(Session session)
    {
        foreach (Folded nick in session.Monitored?.Keys.ToArray() ?? []) Remove(session, nick);
        session.Monitored = null;
    }
}
