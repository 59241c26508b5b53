using MessagePack;

namespace IrcNats.State;

/// <summary>Which request of a leaf led to an event: marks the echo and lets a resent request be recognised.</summary>
[MessagePackObject]
public sealed record Origin(
    [property: Key(0)] string Leaf, [property: Key(1)] ulong Incarnation, [property: Key(2)] ulong Request,
    [property: Key(3)] ulong Session, [property: Key(4)] string? Label)
{
    [IgnoreMember] public SessionId SessionId => new(Leaf, Incarnation, Session);
}

/// <summary>A request that had effects: the position of the last, and the reply lines that went with them.</summary>
[MessagePackObject]
public sealed record Effect(
    [property: Key(0)] ulong Request, [property: Key(1)] Position Last,
    [property: Key(2)] IReadOnlyList<string> Replies);

/// <summary>
/// What the network remembers of one leaf process: its newest requests that had effects, so that a new root does not
/// repeat them. Bounded by <see cref="Kept"/>, which is more than a leaf may have unanswered.
/// </summary>
public sealed class LeafRecord(ulong incarnation)
{
    /// <summary>Requests remembered for each leaf; a leaf has at most half as many unanswered.</summary>
    public const int Kept = 4096;

    private readonly Queue<Effect> _order = [];
    private readonly Dictionary<ulong, Effect> _byRequest = [];

    public ulong Incarnation => incarnation;

    public IReadOnlyCollection<Effect> Effects => _order;

    public Effect? Find(ulong request) => _byRequest.GetValueOrDefault(request);

    internal void Add(Effect effect)
    {
        _order.Enqueue(effect);
        _byRequest[effect.Request] = effect;
        if (_order.Count > Kept) _byRequest.Remove(_order.Dequeue().Request);
    }
}

/// <summary>Someone who left or changed nick. https://modern.ircdocs.horse/#whowas-message</summary>
[MessagePackObject]
public sealed record Whowas(
    [property: Key(0)] string Nick, [property: Key(1)] string Username, [property: Key(2)] string Host,
    [property: Key(3)] string Realname, [property: Key(4)] string Address, [property: Key(5)] long Time);
