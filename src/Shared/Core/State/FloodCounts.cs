using IrcNats.Protocol;

namespace IrcNats.State;

/// <summary>
/// Who said what lately in the channels that have a flood profile; nothing of other channels. It is part of the state:
/// the next root counts on. Those who left are remembered for a while, so that nobody begins anew by leaving; they are
/// forgotten when there are more of them than members, and <see cref="Spare"/> more.
/// </summary>
sealed class FloodCounts
{
    public const int Spare = 64;

    private readonly Dictionary<Folded, Dictionary<UserId, Talker>> _talkers = [];

    public Talker Of(Folded channel, UserId user) =>
        _talkers.TryGetValue(channel, out var talkers) ? talkers.GetValueOrDefault(user, Talker.Silent) : Talker.Silent;

    public void Set(Folded channel, UserId user, Talker talker, IReadOnlyDictionary<UserId, Member> members)
    {
        if (!_talkers.TryGetValue(channel, out var talkers)) _talkers[channel] = talkers = [];
        if (talkers.Count >= 2 * members.Count + Spare && !talkers.ContainsKey(user))
            foreach (UserId gone in talkers.Keys.Where(id => !members.ContainsKey(id)).ToArray())
                talkers.Remove(gone);
        talkers[user] = talker;
    }

    public void Forget(Folded channel) => _talkers.Remove(channel);

    public void Rename(Folded channel, Folded name)
    {
        if (_talkers.Remove(channel, out var talkers)) _talkers[name] = talkers;
    }

    public IReadOnlyList<TalkerRow>? Save(Folded channel) => _talkers.TryGetValue(channel, out var talkers)
        ? [.. from t in talkers orderby t.Key.Value select new TalkerRow(t.Key, t.Value)]
        : null;

    public void Load(Folded channel, IReadOnlyList<TalkerRow> rows) =>
        _talkers[channel] = rows.ToDictionary(row => row.User, row => row.Talker);
}
