using IrcNats.Rules;
using IrcNats.State;

namespace IrcNats.Leaf.Core;

/// <summary>
/// Keeps out whom a ban of the network hits, before anything is asked of the root: by address as soon as it is known,
/// by mask when the client has said who it is. What only roots know, its cloak, they compare when it registers.
/// </summary>
sealed class BanGate(Replica replica, Output output, Sessions sessions)
{
    /// <summary>Ends the connection if its address is banned.</summary>
    /// <returns>Whether it did.</returns>
    public bool EndsByAddress(Session session) => Ends(session, replica.Network.Bans.FindAddress(session.Peer.Address));

    /// <summary>The same when it says who it is.</summary>
    public bool EndsByName(Session session, string username)
    {
        BanTable bans = replica.Network.Bans;
        return bans.Count > 0 && Ends(session, bans.Find(
            new BanSubject(session.Nick!, username, [session.Peer.Host], session.Peer.Address),
            replica.Config.Casemapping));
    }

    private bool Ends(Session session, NetworkBan? ban)
    {
        if (ban is null) return false;
        string told = BanRules.Told(replica.Config, ban.Reason);
        output.Tell(session, BanRules.Numeric("*", told));
        sessions.End(session, Ending.Dropped(told));
        return true;
    }
}
