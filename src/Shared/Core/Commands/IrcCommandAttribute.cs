using IrcNats.State;

namespace IrcNats.Commands;

/// <summary>Where a command is decided.</summary>
public enum At
{
    /// <summary>By the session's leaf, from its replica of the network; it answers and changes nothing.</summary>
    Leaf,
    /// <summary>By the root: it may change the network.</summary>
    Root,
}

/// <summary>
/// Marks a handler: <c>static Decision Handle(Network net, Caller by, Line line)</c>. That is the whole registration.
/// </summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class IrcCommandAttribute(string name, At at) : Attribute
{
    public string Name => name;
    public At At => at;

    /// <summary>Fewer parameters are answered with 461.</summary>
    public int MinParams { get; init; }

    /// <summary>Index of the comma-separated parameter; the handler sees one item at a time. -1: none.</summary>
    public int Targets { get; init; } = -1;

    /// <summary>Index of a second list that goes with the first, item by item (JOIN's keys). -1: none.</summary>
    public int Paired { get; init; } = -1;

    /// <summary>
    /// If the second list is shorter, its last item goes with the rest of the first (KICK's channel). Only for a second
    /// list that is always there.
    /// </summary>
    public bool LastPairedStays { get; init; }

    /// <summary>TARGMAX: items allowed in the list; 0: as many as fit into a line.</summary>
    public int MaxTargets { get; init; }

    /// <summary>The handler sees the whole list (NAMES: one 366 ends it); each item costs.</summary>
    public bool TargetsTogether { get; init; }

    /// <summary>
    /// Nothing is ever said to a line that is wrong (NOTICE): two programs could answer each other for ever.
    /// </summary>
    public bool NeverAnswered { get; init; }

    /// <summary>Only for IRC operators; others get 481.</summary>
    public bool OperOnly { get; init; }

    /// <summary>
    /// What the asker has to prove before the command is decided; the request carries a ticket for it.
    /// </summary>
    public Purpose Proves { get; init; }

    /// <summary>Input budget in lines (fakelag).</summary>
    public int Cost { get; init; } = 1;

    /// <summary>
    /// Name of the <see cref="Commands.Looks"/> beside the handler that says what a line costs besides; null: every
    /// line costs the same.
    /// </summary>
    public string? Looks { get; init; }
}
