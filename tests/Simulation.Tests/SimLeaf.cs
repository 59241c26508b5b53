using IrcNats.Leaf.Core;
using IrcNats.Wire;

namespace IrcNats.Simulation.Tests;

/// <summary>A leaf in the simulation: the real core, and a follower that repairs gaps as the real one does.</summary>
sealed class SimLeaf : ILeafPorts
{
    private readonly SimCluster _cluster;
    private readonly SortedDictionary<ulong, byte[]> _ahead = [];
    private bool _repairing;

    public SimLeaf(SimCluster cluster, string name)
    {
        _cluster = cluster;
        Name = name;
        Core = new LeafCore(name, (ulong)cluster.Time.Now, this);
    }

    public string Name { get; }
    public LeafCore Core { get; }
    public bool Connected { get; private set; }

    /// <summary>Counts its connections: what was on its way over an earlier one is lost.</summary>
    public int Connection { get; private set; }

    public void SetConnected(bool connected)
    {
        Connected = connected;
        Connection++;
        Core.BusChanged(connected, _cluster.Time.Now);
        Core.FlushDirty();
        if (connected) Repair();
    }

    public void Send(Request request) => _cluster.Send(this, Codec.Encode(request));

    public void Answer(byte[] bytes)
    {
        if (!Codec.TryDecode(bytes, out Reply? reply, out string? error)) throw new InvalidOperationException(error);
        Core.Answered(reply, _cluster.Time.Now);
        Core.FlushDirty();
    }

    public void Cast(ulong seq, byte[] bytes)
    {
        if (seq <= Core.Network.Seq) return;
        _ahead[seq] = bytes;
        Apply();
        if (_ahead.Count > 0) Repair();
    }

    public void Beat(Beat beat)
    {
        Core.Beaten(beat, _cluster.Time.Now);
        if (beat.Seq > Core.Network.Seq) Repair();
    }

    // Reads what is missing from the stream, which takes a while.
    private void Repair()
    {
        if (_repairing || !Connected) return;
        _repairing = true;
        _cluster.Time.After(1 + _cluster.Time.Dice.Next(5), () =>
        {
            _repairing = false;
            if (!Connected) return;
            foreach (var (seq, bytes) in _cluster.Stored(after: Core.Network.Seq)) _ahead[seq] = bytes;
            Apply();
        });
    }

    private void Apply()
    {
        while (_ahead.Remove(Core.Network.Seq + 1, out byte[]? bytes))
        {
            if (!Codec.TryDecode(bytes, out Entry? entry, out string? error))
                throw new InvalidOperationException(error);
            Core.Applied(Core.Network.Seq + 1, entry, _cluster.Time.Now);
        }

        foreach (ulong old in _ahead.Keys.TakeWhile(seq => seq <= Core.Network.Seq).ToArray()) _ahead.Remove(old);
        Core.FlushDirty();
    }
}
