using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.Replication;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Simulation.Tests;

/// <summary>
/// Sees every entry the moment it is stored, and works out in the plainest way what it has to mean: that no request is
/// in the log twice or out of its session's order, and which lines each session is to be shown because of it.
/// </summary>
sealed class Judge : IReplayWatch
{
    /// <summary>The judge remembers what the network was at every so many sequences.</summary>
    public const ulong KeptEvery = 8;

    private readonly Dictionary<ulong, byte[]> _marks = [];
    private readonly Dictionary<SessionId, Visit> _visits = [];
    private readonly Dictionary<(string Leaf, ulong Incarnation, ulong Request), ulong> _done = [];
    private readonly Dictionary<SessionId, ulong> _newest = [];
    private readonly ExpectedLines _expected;
    private ulong _seq;

    public Judge() => _expected = new ExpectedLines(this);

    /// <summary>The network as the log has it.</summary>
    public Network Network { get; } = new();

    public void Watch(Visit visit) => _visits.Add(visit.Id, visit);

    public Visit? FindVisit(SessionId session) => _visits.GetValueOrDefault(session);

    /// <summary>An entry was stored.</summary>
    public void Stored(ulong seq, byte[] bytes)
    {
        Entry entry = SimCluster.Decode<Entry>(bytes);
        _seq = seq;
        Replay.Apply(Network, seq, entry, this);
        if (seq % KeptEvery == 0) _marks[seq] = Codec.Encode(Network.Save());
    }

    /// <summary>A replica at a sequence that the judge remembers.</summary>
    public void Compare(string node, Network network)
    {
        byte[] replica = Codec.Encode(network.Save());
        byte[] expected = network.Seq == Network.Seq ? Codec.Encode(Network.Save()) : _marks[network.Seq];
        if (!expected.AsSpan().SequenceEqual(replica))
            throw new Violation($"{node} is not what the log makes of sequence {network.Seq}");
    }

    void IReplayWatch.Begin(Outcome outcome)
    {
        _expected.Origin = outcome.Origin?.SessionId;
        if (outcome.Origin is not { } origin) return;
        if (!_done.TryAdd((origin.Leaf, origin.Incarnation, origin.Request), _seq))
            throw new Violation($"{Name(origin)} is twice in the log: in {_done[Key(origin)]} and {_seq}");
        if (origin.Request < _newest.GetValueOrDefault(origin.SessionId))
            throw new Violation($"{Name(origin)} is in the log behind request {_newest[origin.SessionId]}");
        _newest[origin.SessionId] = origin.Request;
        if (origin.Label is { } label) FindVisit(origin.SessionId)?.Happened(label, outcome.Replies);
    }

    void IReplayWatch.Before(in Stamp stamp, Event happened)
    {
        if (Text(happened) is { } text && _expected.Origin is { } origin) FindVisit(origin)?.Said(text);
        _expected.At = stamp;
        happened.Announce(Network, _expected);
    }

    void IReplayWatch.After(in Stamp stamp, Event happened) { }

    void IReplayWatch.End(Outcome outcome) { }

    private static string? Text(Event happened) =>
        (happened as ChannelMessage)?.Text ?? (happened as DirectMessage)?.Text;

    private static (string, ulong, ulong) Key(Origin origin) => (origin.Leaf, origin.Incarnation, origin.Request);

    private static string Name(Origin origin) => $"request {origin.Request} of {origin.SessionId}";
}
