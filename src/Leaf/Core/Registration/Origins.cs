using IrcNats.State;

namespace IrcNats.Leaf.Core;

/// <summary>Counts the connections of each address here, from the first moment. The network counts users.</summary>
sealed class Origins(Replica replica, SessionLimits limits)
{
    private readonly AddressCounts _here = new();

    /// <summary>The connection counts where its client is now.</summary>
    /// <returns>Why it may not come in; null: it may.</returns>
    public string? Count(Session session)
    {
        Uncount(session);
        Network net = replica.Network;
        if (net.AddressLimits.GroupOf(session.Peer.Address, session.Peer.Via) is not { } everybodys) return null;
        AddressGroup group = net.Classes.Limit(everybodys, limits.OriginOf(session), mayLogIn: true);
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
