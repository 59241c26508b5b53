using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Commands;

/// <summary>Where a command is decided.</summary>
public enum At
{
    /// <summary>By the session's leaf, from its replica of the network; it answers and changes nothing.</summary>
    Leaf,
    /// <summary>By the root: it may change the network.</summary>
    Root,
    /// <summary>By the session's leaf, of what belongs to the session alone: what it has negotiated, who it says it
    /// is, what it listens for.</summary>
    Session,
}

/// <summary>How far a session has come when a row at <see cref="At.Session"/> holds.</summary>
[Flags]
public enum Stages
{
    Registering = 1,
    Registered = 2,
}

/// <summary>
/// The row of a command. It marks its handler: <c>static Decision Handle(Network net, Caller by, Line line)</c>. That
/// is the whole registration. A row at <see cref="At.Session"/> marks a class instead, and its handler is the leaf's:
/// the ISessionHandler with that verb, in src/Leaf/Core/Commands. A leaf does not start while one of the two is
/// missing. A verb may have two rows: one for the session's own leaf, and one for everything else.
/// </summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class, AllowMultiple = true)]
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
    /// Name of the <see cref="Commands.Secret"/> beside the handler that says what the asker has to prove before a line
    /// is decided (the request carries a ticket for it), and what of the line is hidden; null: nothing.
    /// </summary>
    public string? Secret { get; init; }

    /// <summary>Input budget in lines (fakelag).</summary>
    public int Cost { get; init; } = 1;

    /// <summary>
    /// Name of the <see cref="Commands.Looks"/> beside the handler that says what a line costs besides; null: every
    /// line costs the same.
    /// </summary>
    public string? Looks { get; init; }

    /// <summary>HELP: the parameters, as a client writes them.</summary>
    public string Takes { get; init; } = "";

    /// <summary>HELP: what the command does, in a sentence. Every command of ours has one.</summary>
    public string? Says { get; init; }

    /// <summary>At.Session: when the leaf takes the line itself.</summary>
    public Stages Stages { get; init; } = Stages.Registered;

    /// <summary>At.Session, before registration: without these the command has to wait for it (451).</summary>
    public Capabilities Needs { get; init; }

    /// <summary>At.Session: the answer depends on the network, so that the replica must be new enough for it. What is
    /// decided elsewhere always does.</summary>
    public bool Reads { get; init; }
}
