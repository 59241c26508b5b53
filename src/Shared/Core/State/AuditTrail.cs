using MessagePack;

namespace IrcNats.State;

/// <summary>One act of an operator: when (Unix milliseconds), who, what, to whom, and why.</summary>
/// <param name="By">Hostmask of the operator; for an order from a console user@machine.</param>
/// <param name="Oper">Name of the operator's block; empty for a console.</param>
/// <param name="Target">What or whom it was done to; empty: nothing of its own.</param>
/// <param name="Text">Reason, or what else was said.</param>
[MessagePackObject]
public sealed record OperAct(
    [property: Key(0)] long At, [property: Key(1)] string By, [property: Key(2)] string Oper,
    [property: Key(3)] string Verb, [property: Key(4)] string Target, [property: Key(5)] string Text);

/// <summary>
/// The newest acts of operators. They are part of the state, so that they outlive the log's trimming and every process.
/// </summary>
public sealed class AuditTrail
{
    /// <summary>Acts that are kept: with their texts some 200 KiB of a snapshot, and 600 KiB at most.</summary>
    public const int Most = 1000;

    private readonly Queue<OperAct> _acts = [];

    /// <summary>Oldest first.</summary>
    public IReadOnlyCollection<OperAct> Acts => _acts;

    internal void Add(OperAct act)
    {
        _acts.Enqueue(act);
        if (_acts.Count > Most) _acts.Dequeue();
    }
}
