using MessagePack;

namespace IrcNats.State;

/// <summary>
/// Names the request of a leaf that led to an event. So the leaf finds its echo, and a root recognises a request that
/// is sent again.
/// </summary>
[MessagePackObject]
public sealed record Origin(
    [property: Key(0)] string Leaf, [property: Key(1)] ulong Incarnation, [property: Key(2)] ulong Request,
    [property: Key(3)] ulong Session, [property: Key(4)] string? Label)
{
    [IgnoreMember] public SessionId SessionId => new(Leaf, Incarnation, Session);
}

/// <summary>
/// A request that had effects: the position of the last one, and the reply lines that went with them.
/// </summary>
[MessagePackObject]
public sealed record Effect(
    [property: Key(0)] ulong Request, [property: Key(1)] Position Last,
    [property: Key(2)] IReadOnlyList<string> Replies);

/// <summary>
/// What the network remembers of one leaf process: its newest requests that had effects, so that a new root does not
/// repeat them. A root takes a leaf's requests in order. So a request older than all that are remembered was taken,
/// too.
/// </summary>
public sealed class LeafRecord(ulong incarnation, ulong forgotten = 0)
{
    /// <summary>Requests remembered for each leaf.</summary>
    public const int Kept = 4096;

    /// <summary>
    /// Characters kept of the lines that answered one request; only whole lines are kept. Without this bound a client
    /// that joins #new,a,b,c,… with each line would have the network remember a hundred megabytes of refusals.
    /// </summary>
    public const int ReplyCharsKept = 2048;

    private readonly Queue<Effect> _order = [];
    private readonly Dictionary<ulong, Effect> _byRequest = [];

    public ulong Incarnation => incarnation;

    /// <summary>The newest request that had effects and is not remembered any more; 0 for none.</summary>
    public ulong Forgotten { get; private set; } = forgotten;

    /// <summary>When the process was counted as lost (Unix milliseconds); null while it lives.</summary>
    public long? LostAt { get; internal set; }

    /// <summary>
    /// When clients were last lost or sent away (Unix milliseconds): the process before this one was lost, or this one
    /// was drained. Null for neither.
    /// </summary>
    public long? EndedAt { get; internal set; }

    /// <summary>The newest request that had effects; 0 for none. All before it were taken too.</summary>
    public ulong Newest { get; private set; } = forgotten;

    /// <summary>
    /// The requests that a root found unanswered and is about to decide; null when they were decided and the root
    /// lived.
    /// </summary>
    public Trial? Trial { get; internal set; }

    public IReadOnlyCollection<Effect> Effects => _order;

    /// <summary>What the request came to; null when it had no effect or was never taken.</summary>
    public Effect? Find(ulong request) =>
        request <= Forgotten ? new Effect(request, default, []) : _byRequest.GetValueOrDefault(request);

    internal void Add(Effect effect)
    {
        effect = effect with { Replies = Beginning(effect.Replies) };
        _order.Enqueue(effect);
        _byRequest[effect.Request] = effect;
        Newest = Math.Max(Newest, effect.Request);
        Trial = Trial?.Decided(effect.Request);
        if (_order.Count <= Kept) return;
        Forgotten = _order.Dequeue().Request;
        _byRequest.Remove(Forgotten);
    }

    /// <summary>Forgets the effects. It stays known that the newest request was taken, and all before it.</summary>
    internal void ForgetEffects()
    {
        Forgotten = Newest;
        _order.Clear();
        _byRequest.Clear();
        Trial = null;
    }

    private static IReadOnlyList<string> Beginning(IReadOnlyList<string> replies)
    {
        int lines = 0;
        for (int left = ReplyCharsKept; lines < replies.Count && left >= replies[lines].Length; lines++)
            left -= replies[lines].Length;
        return lines == replies.Count ? replies : [.. replies.Take(lines)];
    }
}

/// <summary>A user who left or changed their nick. https://modern.ircdocs.horse/#whowas-message</summary>
[MessagePackObject]
public sealed record Whowas(
    [property: Key(0)] string Nick, [property: Key(1)] string Username, [property: Key(2)] string Host,
    [property: Key(3)] string Realname, [property: Key(4)] string Address, [property: Key(5)] long Time);
