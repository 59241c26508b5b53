using IrcNats.Protocol;
using MessagePack;

namespace IrcNats.State;

/// <summary>Up to when users have read the messages of channels and of each other.</summary>
sealed class ReadMarkers
{
    /// <summary>Channels and nicks of which a user's markers are kept: those that were read last.</summary>
    public const int TargetsMost = 256;

    private readonly Dictionary<UserId, Dictionary<Folded, long>> _all = [];

    public long? Of(UserId user, Folded target) =>
        _all.TryGetValue(user, out var markers) && markers.TryGetValue(target, out long time) ? time : null;

    public void Set(UserId user, Folded target, long time)
    {
        if (!_all.TryGetValue(user, out var markers)) _all[user] = markers = [];
        markers[target] = time;
        if (markers.Count > TargetsMost) markers.Remove(markers.MinBy(m => (m.Value, m.Key.ToString())).Key);
    }

    public void Remove(UserId user) => _all.Remove(user);

    /// <summary>A user's, sorted by target; null: there are none.</summary>
    public IReadOnlyList<MarkerRow>? Save(UserId user) => _all.TryGetValue(user, out var markers)
        ? [.. from m in markers orderby m.Key.ToString() select new MarkerRow(m.Key.ToString(), m.Value)]
        : null;
}

/// <summary>A read marker: the folded target, and the time (Unix milliseconds).</summary>
[MessagePackObject]
public sealed record MarkerRow([property: Key(0)] string Target, [property: Key(1)] long Time);
