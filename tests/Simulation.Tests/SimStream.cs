using IrcNats.Wire;

namespace IrcNats.Simulation.Tests;

/// <summary>
/// The log on the bus's slow disk. It takes an entry only as the sequence that the entry is meant to become, stores one
/// after the other, and then tells everyone who listens.
/// </summary>
sealed class SimStream(SimCluster cluster)
{
    private readonly List<byte[]> _entries = [];
    private long _diskIsFree, _acknowledged, _back;
    private int _boot;

    /// <summary>The oldest entry that has not been trimmed away.</summary>
    public ulong First { get; private set; } = 1;

    public ulong Last => (ulong)_entries.Count;

    public byte[]? Get(ulong seq) => seq < First || seq > Last ? null : _entries[(int)seq - 1];

    /// <summary>
    /// A node appends an entry. It is stored as that sequence or not at all, and the answer says which.
    /// </summary>
    public void Append(string node, ulong seq, byte[] entry, Action<bool> acknowledge)
    {
        if (cluster.Time.Now < _back) return;
        if (cluster.Broken == BrokenRule.ShownBeforeStored) cluster.Broadcast(seq, entry);
        int boot = _boot;
        _diskIsFree = Math.Max(_diskIsFree, cluster.Time.Now + cluster.Time.Dice.Next(cluster.Faults.SlowDisk + 1));
        cluster.Time.At(_diskIsFree, () => { if (boot == _boot) Store(node, seq, entry, acknowledge); });
    }

    /// <summary>The bus died: entries that were not stored are gone.</summary>
    public void Restart() => _boot++;

    /// <summary>Entries before this sequence are trimmed away.</summary>
    public void Trim(ulong first) => First = Math.Max(First, first);

    /// <summary>
    /// Entries after this sequence are gone, although they were acknowledged and shown. Nothing is stored for a while,
    /// for anybody who reaches the bus in that time.
    /// </summary>
    public void GoBack(ulong last, int down)
    {
        _back = cluster.Time.Now + down;
        _entries.RemoveRange((int)last, _entries.Count - (int)last);
        cluster.Judge.WentBack(last);
    }

    private void Store(string node, ulong seq, byte[] entry, Action<bool> acknowledge)
    {
        bool taken = seq == Last + 1 || cluster.Broken == BrokenRule.NoFencing;
        if (taken)
        {
            _entries.Add(entry);
            cluster.Judge.Stored(node, Last, entry);
            if (!cluster.Happens(cluster.Faults.LoseBroadcast)) cluster.Broadcast(Last, entry);
        }

        long late = cluster.Time.Now + cluster.Time.Dice.Next(cluster.Faults.LateAck + 1);
        _acknowledged = Math.Max(_acknowledged, late);
        cluster.Time.At(_acknowledged, () => acknowledge(taken));
    }
}
