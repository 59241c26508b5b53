using IrcNats.Replication;
using IrcNats.Root.Core;
using IrcNats.State;
using IrcNats.Transcripts;
using IrcNats.Wire;

namespace IrcNats.Simulation.Tests;

/// <summary>
/// Root, leaves, bus and log in one thread, on a virtual clock, with faults by seed. The log takes an entry only at the
/// sequence it expects, as the real one does; the bus keeps the order of each connection and may lose what is on it.
/// </summary>
sealed class SimCluster
{
    private readonly Faults _faults;
    private readonly List<byte[]> _log = [];
    private readonly Dictionary<(object End, string Name), long> _lines = [];
    private SimRoot? _root;
    private bool _quiet;

    public SimCluster(int seed, Faults faults, int leaves)
    {
        Time = new VirtualTime(seed);
        _faults = faults;
        StartRoot();
        for (int i = 1; i <= leaves; i++)
        {
            SimLeaf leaf = new(this, $"leaf{i}");
            Leaves.Add(leaf);
            leaf.SetConnected(true);
            leaf.Core.Start(Time.Now);
        }

        Time.After(100, Tick);
        Time.After(500, Beat);
    }

    public VirtualTime Time { get; }
    public List<SimLeaf> Leaves { get; } = [];
    public List<Exception> HandlerFaults { get; } = [];
    public int RootCrashes { get; private set; }
    public int LeafCuts { get; private set; }
    public SimRoot? Root => _root;

    /// <summary>Everything sent so far has had its effect everywhere.</summary>
    public bool IsSettled =>
        _root is not null && Leaves.All(l => l.Connected && l.Core.IsUp && l.Core.Unanswered == 0
            && l.Core.Network.Seq == (ulong)_log.Count && _root.Writer.Network.Seq == (ulong)_log.Count);

    /// <summary>No more cuts and crashes: what is left must heal.</summary>
    public void StopFaults() => _quiet = true;

    public IEnumerable<(ulong Seq, byte[] Bytes)> Stored(ulong after) =>
        _log.Skip((int)after).Select((bytes, i) => (after + 1 + (ulong)i, bytes)).ToArray();

    public void Send(SimLeaf leaf, byte[] request)
    {
        if (!leaf.Connected || Lost(_faults.LoseRequest)) return;
        Deliver((leaf, "requests"), () =>
        {
            if (!Codec.TryDecode(request, out Request? read, out string? error))
                throw new InvalidOperationException(error);
            _root?.Receive(read, leaf.Name);
        });
    }

    public void Reply(string to, byte[] reply)
    {
        SimLeaf leaf = Leaves.Single(l => l.Name == to);
        if (Lost(_faults.LoseReply)) return;
        for (int copies = Time.Chance(_faults.DoubleReply) ? 2 : 1; copies > 0; copies--)
            Deliver((leaf, "replies"), () => { if (leaf.Connected) leaf.Answer(reply); });
    }

    // The stream stores an entry some time after the root sent it, if it is the one the stream expects.
    public void Append(SimRoot root, ulong seq, byte[] entry) => Deliver((root, "log"), () =>
    {
        if (root.Dead && Time.Chance(0.5)) return;
        if (seq != (ulong)_log.Count + 1)
        {
            root.Dead = true;
            return;
        }

        Store(entry);
    });

    public void CrashRoot()
    {
        if (_root is null) return;
        RootCrashes++;
        _root.Dead = true;
        _root = null;
        Time.After(100 + Time.Dice.Next(900), StartRoot);
    }

    public void CutLeaf(SimLeaf leaf, long time)
    {
        if (!leaf.Connected) return;
        LeafCuts++;
        leaf.SetConnected(false);
        Time.After(time, () => leaf.SetConnected(true));
    }

    private void StartRoot()
    {
        Network network = new();
        foreach (var (seq, bytes) in Stored(after: 0))
        {
            if (!Codec.TryDecode(bytes, out Entry? entry, out string? error))
                throw new InvalidOperationException(error);
            Replay.Apply(network, seq, entry);
        }

        Entry election = Writer.Election(network, $"root-{RootCrashes + 1}", TestConfig.Public, Time.Now);
        Store(Codec.Encode(election));
        Replay.Apply(network, (ulong)_log.Count, election);
        _root = new SimRoot(this, network);
    }

    private void Store(byte[] entry)
    {
        _log.Add(entry);
        ulong seq = (ulong)_log.Count;
        foreach (SimLeaf leaf in Leaves)
            if (leaf.Connected && !Lost(_faults.LoseCast))
                Deliver((leaf, "cast"), () => { if (leaf.Connected) leaf.Cast(seq, entry); });
    }

    // One connection's messages arrive in the order they were sent; a cut loses those on the way.
    private void Deliver((object End, string Name) line, Action what)
    {
        int connection = (line.End as SimLeaf)?.Connection ?? 0;
        long due = Math.Max(_lines.GetValueOrDefault(line), Time.Now + Time.Dice.Next(_faults.MaxDelay + 1));
        _lines[line] = due;
        Time.At(due, () => { if (connection == ((line.End as SimLeaf)?.Connection ?? 0)) what(); });
    }

    private bool Lost(double probability) => !_quiet && Time.Chance(probability);

    private void Tick()
    {
        foreach (SimLeaf leaf in Leaves)
        {
            leaf.Core.Tick(Time.Now);
            leaf.Core.FlushDirty();
            if (!_quiet && Time.Chance(_faults.CutLeaf / 10)) CutLeaf(leaf, 100 + Time.Dice.Next(2000));
        }

        if (!_quiet && Time.Chance(_faults.CrashRoot / 10)) CrashRoot();
        Time.After(100, Tick);
    }

    private void Beat()
    {
        if (_root is not null)
        {
            Beat beat = new(Payload.FormatVersion, _root.Writer.Epoch, "root", (ulong)_log.Count, Time.Now);
            foreach (SimLeaf leaf in Leaves.Where(l => l.Connected))
                leaf.Beat(beat);
        }

        Time.After(500, Beat);
    }
}
