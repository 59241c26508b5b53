using IrcNats.Root.Core.Mail;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Simulation.Tests;

/// <summary>
/// Roots, leaves, bus and log in one thread, on a virtual clock, with faults by seed, and a judge who sees everything.
/// </summary>
sealed class SimCluster
{
    private readonly List<SimRoot> _roots = [];
    private readonly List<SimLeaf> _leaves = [];
    private readonly Dictionary<string, long> _clockErrors = [];
    private readonly Dictionary<string, string> _proved = [];
    private byte[]? _snapshot;
    private long _snapshotAt;

    public SimCluster(
        int seed, Faults faults, NetworkConfig config, int roots, int leaves, BrokenRule broken = BrokenRule.None,
        bool hasArchive = false)
    {
        Time = new VirtualTime(seed);
        Archive = hasArchive ? new SimArchive(this) : null;
        (Faults, Config, Broken) = (faults, config, broken);
        File = new SimFile(config, "rootpassword");
        Judge = new Judge(this);
        Stream = new SimStream(this);
        for (int i = 1; i <= roots; i++) _roots.Add(new SimRoot(this, $"root-{i}"));
        for (int i = 1; i <= leaves; i++) _leaves.Add(new SimLeaf(this, $"leaf{i}"));
        Mischief = new Mischief(this);
    }

    public VirtualTime Time { get; }
    public Faults Faults { get; }
    public NetworkConfig Config { get; }
    public BrokenRule Broken { get; }

    /// <summary>What every root reads when it starts, and when it is told to.</summary>
    public SimFile File { get; private set; }
    public Judge Judge { get; }
    /// <summary>Null: what is said is not archived.</summary>
    public SimArchive? Archive { get; }
    public SimStream Stream { get; }
    /// <summary>Mails that the relay took, and those of which it wanted to hear later.</summary>
    public List<OutgoingMail> Mails { get; } = [];
    public HashSet<string> Postponed { get; } = [];
    public Mischief Mischief { get; }
    public IReadOnlyList<SimRoot> Roots => _roots;
    public IReadOnlyList<SimLeaf> Leaves => _leaves;
    public IEnumerable<SimNode> Nodes => [.. _roots, .. _leaves];

    /// <summary>The root that the log names, if its process lives and writes.</summary>
    public SimRoot? ActiveRoot =>
        _roots.Find(r => r.Writer?.Epoch == Judge.Network.Epoch && r.TakesRequests && !r.IsDead);

    /// <summary>How often replicas were made anew, and why they were.</summary>
    public int Rebuilt { get; private set; }

    /// <summary>Everything sent so far has had its effect everywhere.</summary>
    public bool IsSettled =>
        ActiveRoot is { IsRunning: true, TakesRequests: true, IsCommitted: true } root && IsCurrent(root.Network)
            && _leaves.All(l => l.IsReady && !l.IsTampered && l.Core.Unanswered == 0 && l.Core.Proving == 0
                && IsCurrent(l.Core.Network)
                && l.Connections.All(c => c.Works))
            && _roots.All(r => r.IsRunning && r.Connections.All(c => c.Works));

    /// <summary>What a run that does not settle says of itself.</summary>
    public string Status =>
        $"log {Stream.Last}, epoch {Judge.Network.Epoch} of {Judge.Network.RootNode}; "
        + string.Join(", ", _roots.Select(r =>
            $"{r.Name} {(r.Writer is { } w ? $"active in {w.Epoch}" : "standby")} at {r.Network.Seq}")) + ", "
        + string.Join(", ", _leaves.Select(l =>
            $"{l.Name} at {l.Core.Network.Seq} with {l.Core.Unanswered} unanswered and {l.Core.Proving} proofs"));

    /// <summary>Sequence of the newest snapshot; 0: there is none.</summary>
    public ulong SnapshotSeq { get; private set; }

    public static T Decode<T>(byte[] bytes) where T : Payload =>
        Codec.TryDecode(bytes, out T? payload, out string? error) ? payload : throw new Violation(error);

    /// <summary>By how much the clock of a process's machine is ahead; negative: behind.</summary>
    public long ClockError(string name) => _clockErrors.GetValueOrDefault(name);

    /// <summary>Somebody sets the clock of a process's machine.</summary>
    public void SetClock(string name, long error)
    {
        _clockErrors[name] = error;
        Judge.ClockIsSet(name, error);
    }

    /// <summary>Whether a fault of this probability happens now.</summary>
    public bool Happens(double probability) => !Mischief.IsOver && Time.Chance(probability);

    public SimLeaf? FindLeaf(string name) => _leaves.Find(l => l.Name == name);

    public NetworkSnapshot? LoadSnapshot() => _snapshot is null ? null : Codec.DecodeSnapshot(_snapshot);

    public void SaveSnapshot(ulong seq, byte[] bytes) =>
        (SnapshotSeq, _snapshot, _snapshotAt, SnapshotIsOfThisLog) =
            (seq, bytes, Codec.DecodeSnapshot(bytes).Time, seq <= Stream.Last);

    /// <summary>What says of the newest snapshot that it is there; null: there is none.</summary>
    public SnapshotManifest? NewestSnapshot => _snapshot is { Length: var bytes }
        ? new SnapshotManifest(Payload.FormatVersion, SnapshotSeq, 1, bytes, "", "", _snapshotAt)
        : null;

    /// <summary>The log has not gone back since the newest snapshot was made.</summary>
    public bool SnapshotIsOfThisLog { get; set; }

    /// <summary>The process dies; a supervisor starts another of its name a while later.</summary>
    public void Crash(SimNode node)
    {
        if (node.IsDead) return;
        node.Die();
        int down = 50 + Time.Dice.Next(Mischief.IsOver ? 1000 : Faults.Restart);
        Time.After(down, () =>
        {
            if (node is SimRoot root) _roots[_roots.IndexOf(root)] = new SimRoot(this, root.Name);
            else if (node is SimLeaf leaf) _leaves[_leaves.IndexOf(leaf)] = new SimLeaf(this, leaf.Name);
        });
    }

    /// <summary>The bus hands an entry of the log to everyone who listens.</summary>
    public void Broadcast(ulong seq, byte[] entry)
    {
        foreach (SimRoot root in _roots)
            if (!Happens(Faults.LoseCast)) root.Cast(seq, entry);
        foreach (SimLeaf leaf in _leaves)
            if (!Happens(Faults.LoseCast)) leaf.Cast(seq, entry);
    }

    /// <summary>The bus hands a request to every root that takes them.</summary>
    public void SpreadRequest(byte[] request, string leaf)
    {
        foreach (SimRoot root in _roots) root.Request(request, leaf);
    }

    /// <summary>The root that the bus hands a question to; null: none listens.</summary>
    public SimRoot? AnyRoot()
    {
        SimRoot[] there = [.. _roots.Where(r => r.IsAsked && r.Connections.All(c => c.Works))];
        return there.Length == 0 ? null : there[Time.Dice.Next(there.Length)];
    }

    /// <summary>An operator changes a password in the file, and tells every root.</summary>
    public void Rehash()
    {
        File = File.Changed();
        foreach (SimRoot root in _roots) root.Rehash();
    }

    /// <summary>A ticket was given for this password.</summary>
    public void Note(Ticket ticket, string password) => _proved[Convert.ToHexString(ticket.Seal.Span)] = password;

    public string PasswordOf(Ticket ticket) => _proved[Convert.ToHexString(ticket.Seal.Span)];

    public void SpreadBeat(Beat beat)
    {
        foreach (SimRoot root in _roots)
            if (!Happens(Faults.LoseBeat)) root.Beat(beat);
        foreach (SimLeaf leaf in _leaves)
            if (!Happens(Faults.LoseBeat)) leaf.Beat(beat);
    }

    /// <summary>A digest of the root is not a replica's.</summary>
    public void Diverged(SimNode node, string own, string root)
    {
        if (!node.IsTampered) throw new Violation($"{node.Name} has the digest {own}, its root {root}");
    }

    /// <summary>A replica is given the network anew.</summary>
    public void Reloaded(SimNode node)
    {
        Rebuilt++;
        node.IsTampered = false;
    }

    /// <summary>Now and then: the replica has to be what the judge has at the same sequence.</summary>
    public void Compare(SimNode node, Network network)
    {
        if (Broken == BrokenRule.None && !node.IsTampered && network.Seq % Judge.KeptEvery == 0)
            Judge.Compare(node.Name, network, isFinal: false);
    }

    private bool IsCurrent(Network network) => network.Seq == Stream.Last;
}
