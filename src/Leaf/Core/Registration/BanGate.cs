using IrcNats.Protocol;
using IrcNats.Rules;
using IrcNats.State;

namespace IrcNats.Leaf.Core;

/// <summary>
/// Keeps out whom a ban of the network hits, before anything is asked of the root: by address as soon as it is known,
/// by mask and account when the client has said who it is. What only roots know, its cloak, they compare when it
/// registers.
/// </summary>
sealed class BanGate(Replica replica, Output output, Sessions sessions)
{
    /// <summary>Ends the connection if its address or its certificate is banned.</summary>
    /// <returns>Whether it did.</returns>
    public bool EndsAtOnce(Session session) =>
        Ends(session, replica.Network.Bans.FindAtOnce(
            session.Peer.Address, session.Peer.Certfp, session.Place));

    /// <summary>The same when it says who it is; DEFCON may be against it, too. Who comes back is not new.</summary>
    public bool EndsByName(Session session, string username)
    {
        if (session.Resumes is null && DefconRules.RefusalToCome(
            replica.Network, session.Peer.Address, session.Peer.Via, session.Login?.Account) is var (told, closed))
        {
            if (told is not null) output.Tell(session, told);
            sessions.End(session, Ending.Dropped(closed));
            return true;
        }

        BanTable bans = replica.Network.Bans;
        if (bans.Count == 0 && session.Listed is null) return false;
        BanSubject who = new(session.Nick!, username, [session.Peer.Host], session.Peer.Address)
        {
            Account = session.Login?.Account, Certfp = session.Peer.Certfp, Place = session.Place,
        };
        return Ends(session, bans.Find(who, replica.Config.Casemapping) ?? ListedAsBan(session, who));
    }

    // A list of others (DNSBL) counts as a ban, and an exemption keeps from it.
    private NetworkBan? ListedAsBan(Session session, in BanSubject who)
    {
        if (session.Listed is not { } list) return null;
        if (list.Action == BlocklistAction.RequireSasl && who.Account is not null) return null;
        if (replica.Network.Bans.FindExemption(who, replica.Config.Casemapping) is not null) return null;
        return new NetworkBan(BanKind.Address, who.Address, list.Reason, list.Name, replica.Now)
        {
            Effect = list.Action == BlocklistAction.Refuse ? BanEffect.KeepsOut : BanEffect.NeedsLogin,
        };
    }

    private bool Ends(Session session, NetworkBan? ban)
    {
        if (ban is null) return false;
        (Line told, string closed) = BanRules.Refusal(replica.Config, ban);
        output.Tell(session, told);
        sessions.End(session, Ending.Dropped(closed));
        return true;
    }
}
