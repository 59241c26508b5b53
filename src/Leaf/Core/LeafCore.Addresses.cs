using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Leaf.Core;

// Where connections come from: counted together here, from the first moment, and by the network when they are users.
public sealed partial class LeafCore
{
    private readonly AddressCounts _here = new();

    /// <summary>A gateway said where the client is.</summary>
    internal void Rehome(Session session, Peer behind, string password)
    {
        session.Peer = behind;
        session.GatewayPassword = password;
        Settle(session);
    }

    internal void RefuseGateway(Session session, string why)
    {
        GatewayRefused?.Invoke(session.Peer.Address, why);
        Drop(session, $"WEBIRC refused: {why}");
    }

    private bool IsGateways(Peer peer) => Network.Config.Transport.Gateways.Any(g => g.IsAt(peer.Address));

    // It is known where the client is: it counts there, and is looked up. False: there are too many.
    private bool Settle(Session session)
    {
        Uncount(session);
        if (Network.AddressLimits.GroupOf(session.Peer.Address, session.Peer.Via) is { } group)
        {
            if ((_here.Refusal(group, _now) ?? Network.AddressCounts.Refusal(group, Time)) is { } why)
            {
                Drop(session, why);
                return false;
            }

            _here.Arrived(group, _now);
            _here.Add(group);
            session.Group = group;
        }

        BeginLookup(session);
        return true;
    }

    private void Uncount(Session session)
    {
        if (session.Group is { } group) _here.Remove(group);
        session.Group = null;
    }
}
