using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Leaf.Core;

/// <summary>
/// Connections come in, are counted where their clients are, and looked up. A gateway's counts where the client behind
/// it is, when that has been said (WEBIRC).
/// </summary>
sealed class Arrivals(
    Replica replica, Output output, Sessions sessions, Origins origins, NameLookups lookups, Alarms alarms)
{
    /// <summary>A connection was made.</summary>
    /// <returns>Null when it was refused; it has been told why.</returns>
    public Session? Open(ILink link, Peer peer)
    {
        TransportConfig config = replica.Config.Transport;
        bool secure = peer.Secure || AddressRange.AnyHas(config.SecureNets, peer.Address);
        Session session = sessions.Add(link, peer with { Secure = secure });
        if (config.InitialNotice is { } text) output.Notice(session, text);
        // A gateway's connections count where its clients are.
        if (IsGateways(peer) || Settle(session)) return session;
        sessions.End(session, Ending.Lost("Refused"));
        return null;
    }

    public bool IsGateways(Peer peer) => replica.Config.Transport.Gateways.Any(g => g.IsAt(peer.Address));

    /// <summary>It is known where the client is: it counts there, and is looked up. False: there are too many, and it
    /// has been told.</summary>
    public bool Settle(Session session)
    {
        if (origins.Count(session) is { } refusal)
        {
            sessions.End(session, Ending.Dropped(refusal));
            return false;
        }

        lookups.Begin(session);
        return true;
    }

    /// <summary>A gateway said where the client is.</summary>
    public void Rehome(Session session, Peer behind, string password)
    {
        session.Peer = behind;
        session.GatewayPassword = password;
        Settle(session);
    }

    public void RefuseGateway(Session session, string why)
    {
        alarms.GatewayRefused?.Invoke(session.Peer.Address, why);
        sessions.End(session, Ending.Dropped($"WEBIRC refused: {why}"));
    }
}
