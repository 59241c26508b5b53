namespace IrcNats.State;

/// <summary>
/// How many connections each group of addresses has, and how many came lately. Not thread-safe.
/// </summary>
public sealed class AddressCounts
{
    // Groups that are kept before those that say nothing any more are looked for.
    private const int FewGroups = 1024;

    private readonly Dictionary<string, Tally> _groups = [];
    private int _sweepAt = FewGroups;

    /// <summary>Why one more is refused at that time (Unix milliseconds); null when it is not.</summary>
    public string? Refusal(in AddressGroup group, long now)
    {
        if (!_groups.TryGetValue(group.Name, out Tally? tally)) return null;
        if (group.Connections > 0 && tally.Connections >= group.Connections)
            return "Too many connections from your address";
        return group.Arrivals > 0 && now < tally.WindowEnds && tally.Arrivals >= group.Arrivals
            ? "Too many connections from your address lately; try again later"
            : null;
    }

    public void Add(in AddressGroup group) => TallyOf(group).Connections++;

    public void Remove(in AddressGroup group) => TallyOf(group).Connections--;

    /// <summary>A new one came at that time.</summary>
    public void Arrived(in AddressGroup group, long now)
    {
        Tally tally = TallyOf(group);
        if (now >= tally.WindowEnds) (tally.Arrivals, tally.WindowEnds) = (0, now + group.Window);
        tally.Arrivals++;
        if (_groups.Count >= _sweepAt) Sweep(now);
    }

    /// <summary>Connections are to be counted anew; who came lately is not forgotten.</summary>
    public void Recount()
    {
        foreach (Tally tally in _groups.Values) tally.Connections = 0;
    }

    private Tally TallyOf(in AddressGroup group)
    {
        if (!_groups.TryGetValue(group.Name, out Tally? tally)) _groups[group.Name] = tally = new Tally();
        return tally;
    }

    private void Sweep(long now)
    {
        foreach (var (name, tally) in _groups.ToArray())
            if (tally.Connections == 0 && tally.WindowEnds <= now) _groups.Remove(name);
        _sweepAt = Math.Max(FewGroups, 2 * _groups.Count);
    }

    private sealed class Tally
    {
        public int Connections { get; set; }
        public int Arrivals { get; set; }
        public long WindowEnds { get; set; }
    }
}
