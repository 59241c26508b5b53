using IrcNats.State;

namespace IrcNats.Leaf.Core;

/// <summary>The limits that a session has, and of what they were found.</summary>
/// <param name="Sendq">Null: everybody's, as the configuration has it now.</param>
sealed record OwnLimits(ConnectionClasses Classes, ClientOrigin Origin, FakelagConfig Fakelag, int? Sendq);

/// <summary>
/// The limits of each session: those of its connection class, or everybody's. They are found anew when something has
/// changed that they depend on: the configuration, or whether it is logged in.
/// </summary>
sealed class SessionLimits(Replica replica)
{
    public OwnLimits Of(Session session)
    {
        ConnectionClasses classes = replica.Network.Classes;
        ClientOrigin origin = OriginOf(session);
        if (session.Limits is { } known && known.Classes == classes && known.Origin == origin) return known;
        SessionConfig config = replica.Config.Session;
        ConnectionClass? one = classes.Of(origin);
        FakelagConfig fakelag = config.Fakelag with
        {
            BurstLimit = one?.BurstLimit ?? config.Fakelag.BurstLimit,
            MessagesPerWindow = one?.MessagesPerWindow ?? config.Fakelag.MessagesPerWindow,
        };
        return session.Limits = new OwnLimits(classes, origin, fakelag, one?.MaxSendq);
    }

    /// <summary>What decides of its class.</summary>
    public ClientOrigin OriginOf(Session session)
    {
        Peer peer = session.Peer;
        string? account = replica.Network.FindUser(session.User) is { } user ? user.Account : session.Login?.Account;
        return new ClientOrigin(peer.Address, peer.Via, peer.Secure, peer.Gateway is not null, account)
        {
            Place = session.Place,
        };
    }
}
