using IrcNats.State;

namespace IrcNats.Leaf.Core;

/// <summary>
/// Counts connections by their clients' addresses: here from the first moment, and in the network when they are users.
/// </summary>
sealed class Origins(Replica replica)
{
    private readonly AddressCounts _here = new();

    /// <summary>Counts the connection at its client's present address.</summary>
    /// <returns>Why it may not come in; null if it may.</returns>
    public string? Count(Session session)
    {
        Uncount(session);
        if (replica.Network.AddressLimits.GroupOf(session.Peer.Address, session.Peer.Via) is not { } group) return null;
        if ((_here.Refusal(group, replica.Now) ?? replica.Network.AddressCounts.Refusal(group, replica.Time))
            is { } refusal) return refusal;
        _here.Arrived(group, replica.Now);
        _here.Add(group);
        session.Group = group;
        return null;
    }

    public void Uncount(Session session)
    {
        if (session.Group is { } group) _here.Remove(group);
        session.Group = null;
    }
}
