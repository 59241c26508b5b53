using IrcNats.Protocol;

namespace IrcNats.State;

/// <summary>Reservations of nicks, or of channels: whole names by dictionary, patterns one by one.</summary>
sealed class ReservedNames
{
    private readonly Dictionary<Folded, NetworkBan> _names = [];
    private readonly List<(NetworkBan Ban, Glob Glob)> _patterns = [];

    /// <summary>Patterns, which are compared with every name.</summary>
    public int Wild => _patterns.Count;

    public static bool IsWild(string name) => name.AsSpan().ContainsAny('*', '?');

    public void Add(NetworkBan ban, Casemapping map)
    {
        if (IsWild(ban.Target)) _patterns.Add((ban, new Glob(ban.Target, map)));
        else _names[Folded.Of(ban.Target, map)] = ban;
    }

    public void Remove(NetworkBan ban, Casemapping map)
    {
        if (IsWild(ban.Target)) _patterns.RemoveAll(p => p.Ban == ban);
        else _names.Remove(Folded.Of(ban.Target, map));
    }

    public NetworkBan? Find(string name, Casemapping map)
    {
        if (_names.TryGetValue(Folded.Of(name, map), out NetworkBan? ban)) return ban;
        foreach ((NetworkBan pattern, Glob glob) in _patterns)
            if (glob.Matches(name)) return pattern;
        return null;
    }
}
