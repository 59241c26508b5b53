using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Leaf.Core;

/// <summary>This process' name and incarnation, which tell its sessions and requests from those of others.</summary>
sealed class LeafProcess(string leaf, ulong incarnation)
{
    public string Leaf => leaf;

    /// <summary>Greater in every later process of this name. It is final when the root knows the process.</summary>
    public ulong Incarnation { get; set; } = incarnation;

    /// <summary>The process is ending: its sessions are sent away.</summary>
    public bool IsLeaving { get; set; }

    public SessionId IdOf(Session session) => new(leaf, Incarnation, session.Number);

    public bool Has(in SessionId id) => id.Leaf == leaf && id.Incarnation == Incarnation;

    /// <summary>The request that led to an outcome, if it was one of this process; else null.</summary>
    public Origin? OwnOrigin(Outcome outcome) =>
        outcome.Origin is { } origin && origin.Leaf == leaf && origin.Incarnation == Incarnation ? origin : null;
}
