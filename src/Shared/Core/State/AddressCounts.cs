namespace IrcNats.State;

/// <summary>How many connections each group of addresses has, and how many were made lately. Not thread-safe.</summary>
public sealed class AddressCounts
{
    // With more groups than these, groups that have nothing left to count are dropped.
    private const int FewGroups = 1024;

    private readonly Dictionary<string, Tally> _groups = [];
    private int _sweepAt = FewGroups;

    /// <summary>Why one more connection is refused at that time (Unix milliseconds); null if it is not.</summary>
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

    /// <summary>A connection was made at that time.</summary>
    public void Arrived(in AddressGroup group, long now)
    {
        Tally tally = TallyOf(group);
        if (now >= tally.WindowEnds) (tally.Arrivals, tally.WindowEnds) = (0, now + group.Window);
        tally.Arrivals++;
        if (_groups.Count >= _sweepAt) Sweep(now);
    }

    /// <summary>
    /// Forgets the current connections, so that they can be counted anew. The recent ones stay counted.
    /// </summary>
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
