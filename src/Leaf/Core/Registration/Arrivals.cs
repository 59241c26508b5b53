using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Leaf.Core;

/// <summary>
/// Lets connections in. Each is counted at its client's address and looked up. A gateway's connection counts at the
/// address of the client behind it, as soon as the gateway has said it (WEBIRC).
/// </summary>
sealed class Arrivals(
    Replica replica, Output output, Sessions sessions, Origins origins, NameLookups lookups, Alarms alarms)
{
    private readonly BanGate _gate = new(replica, output, sessions);

    /// <summary>A connection was made.</summary>
    /// <returns>Null if it was refused; it has been told why.</returns>
    public Session? Open(ILink link, Peer peer)
    {
        TransportConfig config = replica.Config.Transport;
        bool secure = peer.Secure || AddressRange.AnyHas(config.SecureNets, peer.Address);
        Session session = sessions.Add(link, peer with { Secure = secure });
        if (config.InitialNotice is { } text) output.Notice(session, text);
        // A gateway's connections count at their clients' addresses.
        if (IsGateways(peer) || Settle(session)) return session;
        sessions.End(session, Ending.Lost("Refused"));
        return null;
    }

    public bool IsGateways(Peer peer) => replica.Config.Transport.Gateways.Any(g => g.IsAt(peer.Address));

    /// <summary>
    /// The client's address is known: the connection counts there, and is looked up. False if there are too many, or
    /// the address is banned; it has been told so.
    /// </summary>
    public bool Settle(Session session)
    {
        lookups.Place(session);
        if (_gate.EndsAtOnce(session)) return false;
        if (origins.Count(session) is { } refusal)
        {
            sessions.End(session, Ending.Dropped(refusal));
            return false;
        }

        lookups.Begin(session);
        return true;
    }

    /// <summary>The client has said who it is. True if it is banned; it has been told so, and is gone.</summary>
    public bool IsBanned(Session session) => _gate.EndsByName(session, lookups.UsernameOf(session));

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
